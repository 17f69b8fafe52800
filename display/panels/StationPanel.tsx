import { AIR_LEVELS } from '../../config/contract/air.ts';
import type { StationRow } from '../../config/contract/picture.ts';
import { limitAt } from '../../config/deployment/station-limits.ts';
import { useWall } from './context.ts';
import { PartedTable } from './Parted.tsx';

/** One station: the newest value of each factor, and of the air its index by factor. */
export function StationPanel(props: { id: string }) {
  const { deployment, model, text, format, names } = useWall();
  const station = () => names.station(props.id);
  const title = (): string => {
    const name = format().name(station()?.name ?? { zh: props.id, en: props.id });
    const air = model.row('stations', props.id)?.air;
    const level = air ? AIR_LEVELS[air.level - 1] : undefined;
    return air && level ? `${name} AQI ${air.aqi} ${format().name(level)}` : name;
  };
  const factor = (code: string) => station()?.factors.find((known) => known.code === code);
  type Reading = StationRow['readings'][number];
  const limit = ({ factor: code, at }: Reading): string => {
    const known = factor(code);
    const most = limitAt(known?.limit ?? [], at, deployment.zone)?.value;
    const least = limitAt(known?.least ?? [], at, deployment.zone)?.value;
    if (most === undefined) return least === undefined ? '–' : `≥ ${least}`;
    return least === undefined ? `≤ ${most}` : `${least}–${most}`;
  };
  return (
    <PartedTable
      title={title()}
      columns={[
        text().station.factor,
        text().station.value,
        text().alertLog.limit,
        text().station.index,
        text().station.at,
      ]}
      items={model.row('stations', props.id)?.readings ?? []}
      empty={text().empty.stations}
      cells={(reading) => {
        const known = factor(reading.factor);
        const index = model.row('stations', props.id)?.air?.iaqi[reading.factor];
        return [
          { said: known ? format().name(known.name) : reading.factor },
          {
            said:
              reading.flag === 'N'
                ? `${known ? reading.value.toFixed(known.digits) : reading.value} ${reading.unit}`
                : text().flag[reading.flag],
          },
          { said: limit(reading) },
          { said: index === undefined ? '–' : format().count(index) },
          { said: format().moment(reading.at, model.now()) },
        ];
      }}
    />
  );
}
