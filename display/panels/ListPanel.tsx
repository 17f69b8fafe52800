import { createMemo, Match, Show, Switch } from 'solid-js';
import { COUNTED } from '../../config/contract/ground.ts';
import { AlertList } from './AlertList.tsx';
import { EvidenceList, KpiList, RegisteredList } from './AskedLists.tsx';
import { CaseList, isOfCases } from './CaseList.tsx';
import { CountedRows } from './CountedRows.tsx';
import { MatterList } from './Kin.tsx';
import { readList } from './list-name.ts';
import { MixList } from './Mix.tsx';
import { RecountPanel } from './RecountPanel.tsx';
import { StationPanel } from './StationPanel.tsx';
import {
  ArrivalList,
  LogList,
  NearList,
  PortList,
  StationList,
  TaskList,
  UnitList,
} from './TileLists.tsx';
import { DayTable, HourTable } from './TrendTable.tsx';

/** The rows behind a number or a chart, by the name of the list in the address. */
export function ListPanel(props: { list: string }) {
  const list = createMemo(() => readList(props.list));
  const is = (name: string) => list().name === name;
  const by = () => list().by;
  return (
    <Show when={props.list} keyed>
      <Switch>
        <Match when={COUNTED.find(is)}>{(of) => <CountedRows of={of()} by={by()} />}</Match>
        <Match when={isOfCases(list())}>
          <CaseList list={list()} />
        </Match>
        <Match when={is('alerts')}>
          <AlertList by={by()} />
        </Match>
        <Match when={is('hours')}>
          <HourTable />
        </Match>
        <Match when={is('days')}>
          <DayTable />
        </Match>
        <Match when={is('arrivals')}>
          <ArrivalList />
        </Match>
        <Match when={is('units')}>
          <UnitList />
        </Match>
        <Match when={is('ports')}>
          <PortList />
        </Match>
        <Match when={is('mix')}>
          <MixList />
        </Match>
        <Match when={is('stations')}>
          <StationList />
        </Match>
        <Match when={is('station')}>
          <StationPanel id={by().id ?? ''} />
        </Match>
        <Match when={is('tasks')}>
          <TaskList />
        </Match>
        <Match when={is('log')}>
          <LogList />
        </Match>
        <Match when={is('near')}>
          <NearList />
        </Match>
        <Match when={is('matter')}>
          <MatterList id={by().id ?? ''} />
        </Match>
        <Match when={is('registered')}>
          <RegisteredList by={by()} />
        </Match>
        <Match when={is('kpi')}>
          <KpiList by={by()} />
        </Match>
        <Match when={is('evidence')}>
          <EvidenceList by={by()} />
        </Match>
        <Match when={is('recount')}>
          <RecountPanel />
        </Match>
      </Switch>
    </Show>
  );
}
