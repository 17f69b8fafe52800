import { createEffect, createSignal, Match, on, onCleanup, Show, Switch } from 'solid-js';
import { alertKeys } from '../model/order.ts';
import { AlertSubject } from './AlertSubject.tsx';
import { Alerts } from './Alerts.tsx';
import { AskSheet } from './AskSheet.tsx';
import { createActing } from './acting.ts';
import { CaseSubject } from './CaseSubject.tsx';
import { Cases } from './Cases.tsx';
import { createCaseList } from './case-list.ts';
import { CASE_FILTERS, type CaseFilter } from './case-order.ts';
import { useDesk } from './context.ts';
import { type AskFor, createDrafts, type Form } from './drafts.ts';
import { Header } from './Header.tsx';
import { HelpSheet } from './HelpSheet.tsx';
import { isPlain, isTyping, keyOf } from './keys.ts';
import { REVEAL_KEY } from './reveal.ts';
import { Status } from './Status.tsx';
import { createSteer } from './steer.ts';
import type { Subject } from './subject.ts';
import { WallSheet } from './WallSheet.tsx';

const REGIONS = ['alerts', 'cases', 'subject'] as const;
type Region = (typeof REGIONS)[number];
/** Pixels by which a key moves the details. */
const SCROLLS: Readonly<Record<string, number>> = {
  ArrowDown: 80,
  ArrowUp: -80,
  PageDown: 500,
  PageUp: -500,
};

/** 值班台: the queue of alerts, the cases, and what can be done about the one that is chosen; all of it by keys. */
export function Desk(props: { toggleLanguage: () => void }) {
  const desk = useDesk();
  const { deployment, model, words, outbox, chosen } = desk;
  const list = createCaseList(model, deployment);
  const [sheet, setSheet] = createSignal<AskFor | 'help' | 'wall' | null>(null);
  const [note, setNote] = createSignal('');
  const [blocked, setBlocked] = createSignal(false);
  /** Where the officer came from, to go back there. */
  const [trail, setTrail] = createSignal<{ region: Region; subject: Subject }[]>([]);
  const close = () => setSheet(null);

  // what was said of something else is no longer of interest
  createEffect(on([chosen.subject, () => outbox.sent()], () => setNote(''), { defer: true }));

  /** Its chosen row, else its first; its heading where it has none. */
  const enter = (region: Region) => {
    const rows = `#${region} [role=option]`;
    const target =
      document.querySelector<HTMLElement>(`${rows}[tabindex="0"]`) ??
      document.querySelector<HTMLElement>(rows) ??
      document.getElementById(`title-${region}`);
    target?.focus();
  };
  const regionOf = (): Region =>
    REGIONS.find((region) =>
      document.getElementById(`region-${region}`)?.contains(document.activeElement),
    ) ?? 'alerts';
  const beside = (by: number) => {
    const next = REGIONS[REGIONS.indexOf(regionOf()) + by];
    if (next) enter(next);
  };
  const openCase = () => {
    const subject = chosen.subject();
    if (subject === null) return;
    const caseId =
      subject.on === 'alert'
        ? (model.row('alerts', subject.id)?.caseId ??
          chosen.alertDetail()?.events.find((event) => event.caseId)?.caseId ??
          null)
        : null;
    setTrail([...trail(), { region: regionOf(), subject }]);
    if (caseId !== null) chosen.select({ on: 'case', id: caseId });
    enter('subject');
  };
  const back = () => {
    const last = trail().at(-1);
    setTrail(trail().slice(0, -1));
    if (last === undefined) return enter('alerts');
    chosen.select(last.subject);
    requestAnimationFrame(() => enter(last.region));
  };

  const drafts = createDrafts();
  const ask = (key: string, form: Form) => setSheet(drafts.of(key, form));
  const steer = createSteer(desk, ask, setNote);
  /** The queue is worked off from the top. */
  const answered = (id: string) => {
    const keys = alertKeys(model.rows('alerts'));
    const next = keys[keys.indexOf(id) + 1];
    if (next === undefined || regionOf() !== 'alerts') return;
    chosen.select({ on: 'alert', id: next });
    requestAnimationFrame(() => enter('alerts'));
  };
  const acting = createActing(desk, list, { ask, say: setNote, answered });

  const filterBy = (filter: CaseFilter) => {
    list.setFilter(filter);
    requestAnimationFrame(() => enter('cases'));
  };
  const keys: Readonly<Record<string, () => void>> = {
    '/': () => document.getElementById('search')?.focus(),
    '?': () => setSheet('help'),
    '.': () => setBlocked(!blocked()),
    w: () => setSheet('wall'),
    z: () => steer.undo(),
    [REVEAL_KEY]: acting.reveal,
    L: props.toggleLanguage,
    Escape: back,
    ArrowLeft: () => beside(-1),
    ArrowRight: () => beside(1),
    ...Object.fromEntries(REGIONS.map((region, n) => [String(n + 1), () => enter(region)])),
    ...Object.fromEntries(CASE_FILTERS.map((filter, n) => [String(n + 4), () => filterBy(filter)])),
  };
  const press = (event: KeyboardEvent) => {
    if (event.defaultPrevented || sheet() !== null || !isPlain(event) || isTyping(event.target))
      return;
    const key = keyOf(event);
    if (regionOf() === 'subject' && SCROLLS[key] !== undefined) {
      document.getElementById('subject')?.scrollBy({ top: SCROLLS[key] });
      event.preventDefault();
      return;
    }
    const run = keys[key];
    if (run) run();
    else if (!acting.press(key)) return;
    event.preventDefault();
  };
  window.addEventListener('keydown', press);
  const leave = (event: BeforeUnloadEvent) => {
    if (outbox.sent().some(({ state }) => state === 'sending')) event.preventDefault();
  };
  window.addEventListener('beforeunload', leave);
  onCleanup(() => {
    window.removeEventListener('keydown', press);
    window.removeEventListener('beforeunload', leave);
  });

  // the first thing to look at is chosen for whoever sits down
  createEffect(() => {
    if (!model.filled() || chosen.subject() !== null) return;
    const [first] = alertKeys(model.rows('alerts'));
    if (first === undefined) return;
    chosen.select({ on: 'alert', id: first });
    requestAnimationFrame(() => {
      // whoever types already would go on typing commands
      if (!isTyping(document.activeElement)) enter('alerts');
    });
  });

  const asked = () => {
    const of = sheet();
    return of !== null && typeof of === 'object' ? of : null;
  };
  return (
    <main class="desk">
      <Header toAlerts={() => enter('alerts')} toCases={filterBy} counts={list.counts()} />
      <section id="region-alerts" class="desk-region" aria-labelledby="title-alerts">
        <h2 id="title-alerts" tabIndex={-1}>
          <kbd>1</kbd>
          {words().region.alerts}
        </h2>
        <Alerts open={openCase} />
      </section>
      <section id="region-cases" class="desk-region" aria-labelledby="title-cases">
        <h2 id="title-cases" tabIndex={-1}>
          <kbd>2</kbd>
          {words().region.cases}
        </h2>
        <Cases list={list} open={openCase} leave={() => enter('cases')} />
      </section>
      <section id="region-subject" class="desk-region" aria-labelledby="title-subject">
        <h2 id="title-subject" tabIndex={-1}>
          <kbd>3</kbd>
          {words().region.subject}
        </h2>
        <div id="subject" class="desk-subject">
          <Switch fallback={<p class="desk-empty">{words().nothing}</p>}>
            <Match when={chosen.subject()?.on === 'alert' && chosen.subject()}>
              {(of) => (
                <AlertSubject
                  id={of().id}
                  act={(what) => acting.alert(what, of().id)}
                  open={openCase}
                />
              )}
            </Match>
            <Match when={chosen.subject()?.on === 'case' && chosen.subject()}>
              {(of) => (
                <CaseSubject
                  id={of().id}
                  act={(what) => acting.case(what, of().id)}
                  reveal={acting.reveal}
                  blocked={blocked()}
                  toggleBlocked={() => setBlocked(!blocked())}
                />
              )}
            </Match>
          </Switch>
        </div>
      </section>
      <Status note={note()} />
      <Show when={asked()} keyed>
        {(ask) => <AskSheet ask={ask} close={close} />}
      </Show>
      <Show when={sheet() === 'help'}>
        <HelpSheet close={close} />
      </Show>
      <Show when={sheet() === 'wall'}>
        <WallSheet steer={steer} close={close} />
      </Show>
    </main>
  );
}
