import '@fontsource/noto-sans-sc/chinese-simplified-400.css';
import '@fontsource/noto-sans-sc/chinese-simplified-500.css';
import '@fontsource/noto-sans-sc/latin-400.css';
import '@fontsource/noto-sans-sc/latin-500.css';
import '../style/base.css';
import '../style/desk.css';
import '../style/desk-sheet.css';
import { createMemo, createSignal } from 'solid-js';
import { render } from 'solid-js/web';
import type { Me } from '../../config/contract/access.ts';
import type { DeploymentView } from '../../config/contract/api.ts';
import { createModel } from '../model/model.ts';
import { getDeployment } from '../net/api.ts';
import { postCommand } from '../net/commands.ts';
import { waitAfter } from '../net/connection.ts';
import { openLine } from '../net/line.ts';
import { reloadOnce } from '../net/reload.ts';
import { AccountLink } from '../pages/AccountLink.tsx';
import { enter } from '../pages/enter.tsx';
import '../pages/page.css';
import { reloadWhenSignedOut } from '../pages/signed-out.ts';
import { createFormat, type Language } from '../panels/format.ts';
import { createNames } from '../panels/names.ts';
import { deskEn } from '../text/desk-en.ts';
import { deskZh } from '../text/desk-zh.ts';
import { en } from '../text/en.ts';
import { zh } from '../text/zh.ts';
import { DeskContext } from './context.ts';
import { Desk } from './Desk.tsx';
import { createOutbox, newNumber } from './outbox.ts';
import { createReveal } from './reveal.ts';
import { createChosen } from './subject.ts';

const TEXTS = { zh, en } as const;
const WORDS = { zh: deskZh, en: deskEn } as const;
const pause = (ms: number) => new Promise<void>((resume) => setTimeout(resume, ms));

function start(deployment: DeploymentView, me: Me): void {
  const asked = new URLSearchParams(location.search).get('lang');
  const [language, setLanguage] = createSignal<Language>(
    asked === 'zh' || asked === 'en' ? asked : deployment.language,
  );
  const text = () => TEXTS[language()];
  const words = () => WORDS[language()];
  const format = createMemo(() => createFormat(text(), language(), deployment.zone));
  const nameDocument = () => {
    document.documentElement.lang = text().locale;
    document.title = `${words().title} · ${format().name(deployment.title)}`;
  };
  const toggleLanguage = () => {
    setLanguage(language() === 'zh' ? 'en' : 'zh');
    nameDocument();
    const url = new URL(location.href);
    url.searchParams.set('lang', language());
    history.replaceState(null, '', url);
  };
  nameDocument();

  const { model, intake, replica } = createModel({
    nextFrame: (run) => void requestAnimationFrame(run),
    wallTime: () => Date.now(),
    committed: () => {},
  });
  const outbox = createOutbox({ post: postCommand, number: newNumber, wait: pause });
  const isIdle = () =>
    document.querySelector('dialog[open]') === null &&
    outbox.sent().every(({ state }) => state !== 'sending');
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  openLine({
    connect: () => new WebSocket(`${scheme}://${location.host}/ws`),
    hello: () => replica.hello(),
    take: intake.take,
    changed: (state) => {
      intake.changed(state);
      if (state === 'waiting') void reloadWhenSignedOut();
    },
    reload() {
      // not from under somebody who types, or whose command is on its way; it is asked for again
      if (isIdle()) reloadOnce();
    },
    random: Math.random,
  });
  setInterval(intake.tick, 1000);

  render(() => {
    const chosen = createChosen(model, outbox);
    const reveal = createReveal(chosen, me.routes.includes('reveal'));
    const names = createNames(deployment);
    const desk = {
      deployment,
      names,
      model,
      text,
      words,
      format,
      language,
      outbox,
      chosen,
      reveal,
    };
    return (
      <DeskContext.Provider value={desk}>
        <Desk toggleLanguage={toggleLanguage} />
        <AccountLink me={me} />
      </DeskContext.Provider>
    );
  }, document.body);
}

/** Without somebody who may act, and without the deployment, there is no desk; a server that is still starting is asked again. */
async function boot(): Promise<void> {
  const me = await enter('desk');
  for (let failures = 0; ; failures += 1) {
    const answer = await getDeployment();
    if (answer.ok) return start(answer.value, me);
    await pause(waitAfter(failures, Math.random()));
  }
}
void boot();
