import 'pixi.js/unsafe-eval';
import '@fontsource/noto-sans-sc/chinese-simplified-400.css';
import '@fontsource/noto-sans-sc/chinese-simplified-500.css';
import '@fontsource/noto-sans-sc/latin-400.css';
import '@fontsource/noto-sans-sc/latin-500.css';
import 'uplot/dist/uPlot.min.css';
import './style/base.css';
import './style/wall.css';
import './style/tiles.css';
import './style/status.css';
import './style/lists.css';
import './style/map.css';
import './style/today.css';
import './style/drill.css';
import './pages/page.css';
import { createMemo, createSignal } from 'solid-js';
import { render } from 'solid-js/web';
import type { Me } from '../config/contract/access.ts';
import type { DeploymentView } from '../config/contract/api.ts';
import { VIEW_NAMES } from '../config/contract/picture.ts';
import { chooseWall, createScreen } from './design/screen.ts';
import { InStep } from './model/in-step.ts';
import { type Measure, record, watchFrames } from './model/measure.ts';
import { createModel } from './model/model.ts';
import { createWatchdog } from './model/watchdog.ts';
import { Wall } from './modes/Wall.tsx';
import { getDeployment } from './net/api.ts';
import { waitAfter } from './net/connection.ts';
import { openLine } from './net/line.ts';
import { RELOAD_EVERY, reloadedAt, reloadOnce } from './net/reload.ts';
import { AccountLink } from './pages/AccountLink.tsx';
import { enter } from './pages/enter.tsx';
import { reloadWhenSignedOut } from './pages/signed-out.ts';
import { WallContext } from './panels/context.ts';
import { createFormat, type Language } from './panels/format.ts';
import { createFreshAlerts } from './panels/fresh-alerts.ts';
import { createNames } from './panels/names.ts';
import { NOWHERE, type Place, readPlace, back as stepBack, writePlace } from './panels/place.ts';
import { createSound } from './panels/sound.ts';
import { createTheme } from './panels/theme.ts';
import { CaseSlots } from './stage/case-slots.ts';
import { layOut } from './stage/geometry.ts';
import { en } from './text/en.ts';
import { zh } from './text/zh.ts';

const TEXTS = { zh, en } as const;
/** More arrivals in one frame than this were loaded, not received: nothing has just happened. */
const MOST_FRESH = 20;
const now = () => performance.timeOrigin + performance.now();

function start(deployment: DeploymentView, me: Me): void {
  const query = new URLSearchParams(location.search);
  const asked = query.get('lang');
  const [language, setLanguage] = createSignal<Language>(
    asked === 'zh' || asked === 'en' ? asked : deployment.language,
  );
  const text = () => TEXTS[language()];
  const format = createMemo(() => createFormat(text(), language(), deployment.zone));
  const [place, setPlace] = createSignal<Place>(readPlace(location.hash), {
    equals: (one, other) => writePlace(one) === writePlace(other),
  });
  const [cursor, setCursor] = createSignal<string | null>(null);
  const [fresh, setFresh] = createSignal<readonly string[]>([]);

  const screen = createScreen(
    chooseWall(deployment.walls, deployment.wall, query, {
      width: window.innerWidth,
      height: window.innerHeight,
    }),
  );
  let step: InStep | null = null;
  const committed: Measure['committed'] = [];
  const geometry = layOut(deployment);
  const cases = new CaseSlots(geometry.project, geometry.bounds);
  const { model, intake, replica } = createModel({
    witnesses: { cases: (change, rows) => cases.apply(change, rows) },
    nextFrame: (run) => (step ? run() : void requestAnimationFrame(run)),
    wallTime: () => step?.beat ?? Date.now(),
    inStep: screen.parts > 1,
    committed: (arrivals, first) => {
      record(committed, arrivals, now());
      const filling = replica.rows.system.get('system')?.backfill !== null;
      if (!first && !filling && arrivals.length <= MOST_FRESH) setFresh(arrivals);
    },
  });
  const watchdog = createWatchdog(model.machine, () => performance.now());
  const frames = { long: 0, longest: 0 };
  watchFrames(frames);
  window.qiao = {
    committed,
    frames,
    heals: watchdog.heals,
    get late() {
      return step?.late ?? [];
    },
    state: () => ({
      connection: model.state(),
      filled: model.filled(),
      machine: model.machine(),
      now: model.now(),
      living: model.filled() && model.row('system', 'system')?.backfill === null,
      views: Object.fromEntries(
        VIEW_NAMES.map((view) => [view, replica.position(view)]),
      ) as ReturnType<Measure['state']>['views'],
      rows: VIEW_NAMES.reduce((sum, view) => sum + replica.rows[view].size, 0),
    }),
  };

  const nameDocument = () => {
    document.documentElement.lang = text().locale;
    document.title = format().name(deployment.title);
  };
  const toggleLanguage = () => {
    const next = language() === 'zh' ? 'en' : 'zh';
    setLanguage(next);
    nameDocument();
    const url = new URL(location.href);
    url.searchParams.set('lang', next);
    history.replaceState(null, '', url);
  };
  /** Places one came through to where one is. */
  let trail: Place[] = [];
  const show = (to: Partial<Place>) => {
    const next = { ...NOWHERE, ...to };
    location.hash = writePlace(next);
    setPlace(next); // a second key may come before the browser tells of the address
  };
  const go = (to: Partial<Place>) => {
    trail = [];
    show(to);
  };
  const further = (to: Partial<Place>) => {
    trail.push(place());
    show(to);
  };
  const back = () => show(trail.pop() ?? stepBack(place()));
  window.addEventListener('hashchange', () => {
    const to = readPlace(location.hash);
    if (writePlace(to) !== writePlace(place())) trail = [];
    setPlace(to);
  });
  nameDocument();

  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  openLine({
    connect: () => new WebSocket(`${scheme}://${location.host}/ws`),
    hello: () => replica.hello(),
    take: (message) => step?.take(message) ?? intake.take(message),
    changed: (state) => {
      intake.changed(state);
      watchdog.changed(state);
      if (state === 'waiting') void reloadWhenSignedOut();
    },
    reload: reloadOnce,
    random: Math.random,
  });
  if (screen.parts > 1) {
    const steps = new InStep(intake.take, Date.now);
    step = steps;
    const frame = () => {
      if (steps.frame()) intake.tick();
      requestAnimationFrame(frame);
    };
    frame();
  } else {
    setInterval(intake.tick, 1000);
  }
  const reloaded = Date.now() - reloadedAt();
  if (reloaded >= 0 && reloaded < RELOAD_EVERY) watchdog.healed('page', reloaded);

  const names = createNames(deployment);
  const sound = createSound();
  render(() => {
    const hour = createMemo(() => format().hour(model.now()));
    const theme = createTheme(hour, deployment.nightHours, query.get('theme'));
    const wall = {
      ...{ deployment, screen, names, model, watchdog, geometry, cases, text, format, language },
      ...{ sound, place, go, further, back, cursor },
      ...{ colour: theme.colour, theme: theme.theme },
      fresh: { arrivals: fresh, alerts: createFreshAlerts(model, sound) },
    };
    return (
      <WallContext.Provider value={wall}>
        <Wall setCursor={setCursor} toggleLanguage={toggleLanguage} toggleTheme={theme.toggle} />
        <AccountLink me={me} />
      </WallContext.Provider>
    );
  }, document.body);
}

/** Without somebody who may see it, and without the deployment, there is no wall; a server that is still starting is asked again. */
async function boot(): Promise<void> {
  const me = await enter('wall');
  for (let failures = 0; ; failures += 1) {
    const answer = await getDeployment();
    if (answer.ok) {
      await Promise.all(
        ['400', '500'].map((weight) => document.fonts.load(`${weight} 16px "Noto Sans SC"`, '桥')),
      );
      return start(answer.value, me);
    }
    await new Promise((resume) => setTimeout(resume, waitAfter(failures, Math.random())));
  }
}
void boot();
