import { type Accessor, createSignal } from 'solid-js';
import type { Door, Me } from '../../config/contract/access.ts';
import { ACCESS_REFUSALS } from '../../config/contract/access-refusal.ts';
import type { Millis } from '../../config/contract/ids.ts';
import { VIEW_NAMES } from '../../config/contract/picture.ts';
import type { Name } from '../../config/deployment/name.ts';
import type { Denial } from '../net/access.ts';
import { accessEn } from '../text/access-en.ts';
import { type AccessText, accessZh } from '../text/access-zh.ts';

export type Language = 'zh' | 'en';

/** What every page beside the wall needs. */
export interface PageContext {
  door: Door;
  language: Accessor<Language>;
  toggleLanguage: () => void;
  text: Accessor<AccessText>;
  name: (of: Name) => string;
  /** Why something was not done, in words. */
  why: (denial: Denial) => string;
}

/** The context of pages; the language is that of the address, else of the deployment. */
export function createPageContext(door: Door): PageContext {
  const asked = new URLSearchParams(location.search).get('lang');
  const [language, setLanguage] = createSignal<Language>(
    asked === 'zh' || asked === 'en' ? asked : door.language,
  );
  const text = () => (language() === 'zh' ? accessZh : accessEn);
  const name = (of: Name) => of[language()];
  const nameDocument = () => {
    document.documentElement.lang = language() === 'zh' ? 'zh-CN' : 'en';
    document.title = name(door.title);
  };
  nameDocument();
  return {
    door,
    language,
    text,
    name,
    toggleLanguage() {
      setLanguage(language() === 'zh' ? 'en' : 'zh');
      nameDocument();
      const url = new URL(location.href);
      url.searchParams.set('lang', language());
      history.replaceState(null, '', url);
    },
    why({ reason, retryAfter }) {
      if (reason === 'away') return text().away;
      const words = name(ACCESS_REFUSALS[reason]);
      return retryAfter === null ? words : `${words} · ${text().waitSeconds(String(retryAfter))}`;
    },
  };
}

/** When something was, in the words of the page. */
export const moment = (of: PageContext, at: Millis | null): string =>
  at === null
    ? of.text().never
    : new Intl.DateTimeFormat(of.language() === 'zh' ? 'zh-CN' : 'en-GB', {
        dateStyle: 'medium',
        timeStyle: 'short',
      }).format(at);

/** Whether somebody may look at what is on record: it tells of every place. */
export const seesAudit = (me: Me): boolean =>
  me.kind === 'account' &&
  me.secondFactor !== 'due' &&
  me.scope === null &&
  me.routes.includes('audit');

/** Where somebody belongs: at the screen asked for, which shows the whole picture, or beside it. */
export const homeOf = (me: Me): 'screen' | 'admin' | 'account' =>
  me.secondFactor === 'due'
    ? 'account'
    : VIEW_NAMES.every((view) => me.views.includes(view))
      ? 'screen'
      : me.routes.includes('accounts')
        ? 'admin'
        : 'account';
