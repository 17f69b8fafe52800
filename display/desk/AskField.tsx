import { createMemo, createSignal, Match, Switch, untrack } from 'solid-js';
import { WALL_MODES } from '../../config/contract/stage.ts';
import { DAY, HOUR } from '../../config/contract/zone.ts';
import { firstRows } from '../model/first-rows.ts';
import type { FormField } from './acts.ts';
import { byUrgency, fits } from './case-order.ts';
import type { Values } from './command-of.ts';
import { useDesk } from './context.ts';
import { Choice, Moment, type Option, Picker, Words } from './fields.tsx';

const LATER_DAYS = [1, 2, 3, 5, 7] as const;
const SILENCE_HOURS = [1, 2, 4, 8, 12, 24, 72, 168] as const;
const CASES_SHOWN = 30;
const MOST = 4000;
const MOST_TITLE = 120;

/** One field of a form. */
export function AskField(props: {
  field: FormField;
  first: boolean;
  values: Values;
  set: (values: Values) => void;
}) {
  const { deployment, model, words, format, names, chosen } = useDesk();
  const [query, setQuery] = createSignal('');
  const id = () => `field-${props.field}`;
  const name = () => words().field[props.field];
  const value = () => props.values[props.field] ?? '';
  const change = (to: string) => props.set({ [props.field]: to });

  const units = createMemo((): Option[] =>
    deployment.units
      .filter(({ id: of, name: called, aliases }) =>
        fits(query())([of, called.zh, called.en, ...aliases]),
      )
      .map((unit) => ({ value: unit.id, name: format().name(unit.name) })),
  );
  const second = createMemo(() => Math.floor(model.machine() / 1000));
  const cases = createMemo((): Option[] => {
    if (props.field !== 'case') return [];
    const fit = fits(query());
    const self = chosen.subject()?.id;
    second(); // to read all texts after every change would take up the page
    return untrack(() => {
      const open = model.rows('cases');
      const [id, no, subject] = [
        open.column('id'),
        open.column('upstreamNo'),
        open.column('subject'),
      ];
      const offered = (n: number) => id.at(n) !== self && fit([no.at(n), subject.at(n), id.at(n)]);
      return firstRows(open, offered, byUrgency(open), CASES_SHOWN).keys.map((key) => {
        const row = open.get(key)!;
        const place = format().name(names.grid(row.grid));
        return { value: key, name: `${row.upstreamNo} ${row.subject} ${place}` };
      });
    });
  });
  /** The first that fits is chosen until another one is. */
  const search = (options: () => readonly Option[]) => (typed: string) => {
    setQuery(typed);
    if (!options().some((option) => option.value === value())) change(options()[0]?.value ?? '');
  };
  const helping = () => (props.values.coUnits ?? '').split(',').filter((one) => one !== '');
  const mark = (unit: string) => {
    const marked = helping();
    const next = marked.includes(unit) ? marked.filter((one) => one !== unit) : [...marked, unit];
    props.set({ coUnits: next.join(',') });
  };
  const dueAt = () => {
    const subject = chosen.subject();
    return subject?.on === 'case'
      ? (model.row('cases', subject.id)?.dueAt ?? chosen.caseDetail()?.dueAt ?? null)
      : null;
  };
  const later = (): Option[] =>
    LATER_DAYS.map((days) => {
      const at = (dueAt() ?? model.now()) + days * DAY;
      return {
        value: String(at),
        name: `${words().later(String(days))} ${format().moment(at, model.now())}`,
      };
    });
  const spans = (): Option[] =>
    SILENCE_HOURS.filter((hours) => hours <= deployment.telling.silenceDays * 24).map((hours) => ({
      value: String(hours * HOUR),
      name: hours < 24 ? words().hours(String(hours)) : words().days(String(hours / 24)),
    }));
  const incident = () => model.row('stage', 'all')?.incident ?? null;
  const modes = (): Option[] =>
    WALL_MODES.filter((mode) => mode !== 'emergency' || incident() !== null).map((mode) => ({
      value: mode,
      name: words().mode[mode],
    }));
  const tasks = (): Option[] =>
    (incident()?.tasks ?? [])
      .filter(({ doneAt }) => doneAt === null)
      .map((task) => ({ value: task.id, name: task.text }));
  const optionalUnits = (): Option[] => [
    { value: '', name: '—' },
    ...deployment.units.map((unit) => ({ value: unit.id, name: format().name(unit.name) })),
  ];
  const solved = (): Option[] =>
    (['1', '0', '2'] as const).map((code) => ({
      value: code,
      name: words().solved[Number(code)]!,
    }));
  const choices: Partial<Record<FormField, () => Option[]>> = {
    silence: spans,
    solved,
    mode: modes,
    done: tasks,
    until: later,
    taskUnit: optionalUnits,
  };
  // what nobody chose yet is the first of what can be chosen
  const options = choices[props.field];
  if (options && value() === '') change(options()[0]?.value ?? '');
  if (props.field === 'unit' && value() === '') change(units()[0]?.value ?? '');
  if (props.field === 'case' && value() === '') change(cases()[0]?.value ?? '');

  const common = { change, first: props.first };
  return (
    <Switch
      fallback={
        <Words
          {...common}
          id={id()}
          name={name()}
          value={value()}
          most={props.field === 'title' ? MOST_TITLE : MOST}
          lines={props.field === 'title' ? 1 : 3}
        />
      }
    >
      <Match when={props.field === 'unit'}>
        <Picker
          {...common}
          id={id()}
          name={name()}
          hint={words().pickUnitKeys}
          none={words().unitNone}
          options={units()}
          query={query()}
          search={search(units)}
          value={value()}
          beside={(unit) => (helping().includes(unit) && unit !== value() ? words().helping : '')}
          mark={mark}
        />
      </Match>
      <Match when={props.field === 'case'}>
        <Picker
          {...common}
          id={id()}
          name={name()}
          hint=""
          none={words().caseNone}
          options={cases()}
          query={query()}
          search={search(cases)}
          value={value()}
          beside={() => ''}
          mark={null}
        />
      </Match>
      <Match when={props.field === 'resumeAt' || props.field === 'taskUntil'}>
        <Moment {...common} id={id()} name={name()} value={value()} />
      </Match>
      <Match when={options}>
        {(list) => (
          <>
            <Choice {...common} id={id()} name={name()} options={list()()} value={value()} />
            {props.field === 'until' && (
              <Moment
                id={`${id()}-own`}
                name={words().custom}
                value={value()}
                change={change}
                first={false}
              />
            )}
          </>
        )}
      </Match>
    </Switch>
  );
}
