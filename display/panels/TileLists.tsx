import { createMemo, Show } from 'solid-js';
import { tasksInOrder, timelineOf } from '../model/incident.ts';
import { arrivalKeys } from '../model/order.ts';
import { ArrivalLine } from './Arrivals.tsx';
import { useWall } from './context.ts';
import { LogLine } from './IncidentLog.tsx';
import { ListTitle } from './ListTitle.tsx';
import { createNear, NearLine } from './Near.tsx';
import { PartedList } from './Parted.tsx';
import { createPortKeys, PortLine } from './Ports.tsx';
import { createStationKeys, StationLine } from './Stations.tsx';
import { TaskLine } from './Tasks.tsx';
import { createUnitKeys, UnitColumns, UnitLine } from './Units.tsx';
import { ViewList } from './ViewList.tsx';

/** The newest orders and patrol reports. */
export function ArrivalList() {
  const { model, text } = useWall();
  const keys = createMemo(() => arrivalKeys(model.rows('arrivals')));
  return (
    <ViewList
      view="arrivals"
      title={text().tile.arrivals}
      keys={keys()}
      empty={text().empty.arrivals}
    >
      {(row, key) => <ArrivalLine row={row} key={key} brief />}
    </ViewList>
  );
}

export function UnitList() {
  const { text } = useWall();
  const keys = createUnitKeys();
  return (
    <ViewList
      view="units"
      title={text().tile.units}
      note={<UnitColumns />}
      keys={keys()}
      empty={text().empty.units}
    >
      {(row) => <UnitLine row={row} />}
    </ViewList>
  );
}

export function PortList() {
  const { text } = useWall();
  const keys = createPortKeys();
  return (
    <ViewList view="ports" title={text().tile.ports} keys={keys()} empty={text().empty.mix}>
      {(row) => <PortLine row={row} />}
    </ViewList>
  );
}

export function StationList() {
  const { text } = useWall();
  const keys = createStationKeys();
  return (
    <ViewList
      view="stations"
      title={text().tile.stations}
      keys={keys()}
      empty={text().empty.stations}
    >
      {(row) => <StationLine row={row} />}
    </ViewList>
  );
}

/** What is to be done about the incident under way, open tasks first. */
export function TaskList() {
  const { model, text } = useWall();
  const tasks = createMemo(() => tasksInOrder(model.row('stage', 'all')?.incident?.tasks ?? []));
  const open = () => tasks().filter(({ doneAt }) => doneAt === null).length;
  return (
    <PartedList
      title={
        <ListTitle words={[text().tile.tasks]} count={null}>
          {text().incident.ofTasks(String(open()), String(tasks().length))}
        </ListTitle>
      }
      items={tasks()}
      leads={false}
      empty={text().empty.tasks}
    >
      {(task) => <TaskLine task={task} />}
    </PartedList>
  );
}

/** Everything that happened in the incident, the newest first. */
export function LogList() {
  const { model, text } = useWall();
  const all = createMemo(() => {
    const incident = model.row('stage', 'all')?.incident;
    return incident ? timelineOf(incident) : [];
  });
  return (
    <PartedList
      title={<ListTitle words={[text().tile.log]} count={all().length} />}
      items={all()}
      leads={false}
      empty={text().empty.log}
    >
      {(one) => <LogLine one={one} />}
    </PartedList>
  );
}

export function NearList() {
  const { text } = useWall();
  const near = createNear();
  return (
    <PartedList
      title={
        <ListTitle words={[text().tile.near]} count={near.helpers().length}>
          <Show when={near.note()}>{near.note()}</Show>
        </ListTitle>
      }
      items={near.helpers()}
      leads={near.helpers().some(({ station }) => station !== null)}
      empty={text().empty.near}
    >
      {(one) => <NearLine one={one} />}
    </PartedList>
  );
}
