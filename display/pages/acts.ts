import type { LinkView } from '../../config/contract/access.ts';
import { tell } from '../net/access.ts';
import { createForm } from './form.ts';
import type { PageContext } from './page.ts';

/** A link for somebody, shown until it is closed. */
export interface Given extends LinkView {
  to: string;
}

/** What the parts of the administration share. */
export interface Administering {
  of: PageContext;
  /** Reads anew what may be other than it was. */
  anew: () => void;
  give: (link: Given) => void;
}

export type Acts = ReturnType<typeof createActs>;

/** What an administrator does in a part of the administration, one thing at a time. */
export function createActs({ of, anew, give }: Administering) {
  const form = createForm(of);
  const send = async <T>(path: string, told: object): Promise<T | null> => {
    const done = await form.send(() => tell<T>(path, told));
    // what was refused may be otherwise than it looks here
    if (form.denial()?.reason !== 'away') anew();
    return done;
  };
  const change = async (path: string, told: object = {}): Promise<void> =>
    void (await send(path, told));
  return {
    form,
    change,
    /** What cannot be undone is asked about first. */
    async sure(what: string, whose: string, path: string, told: object = {}): Promise<void> {
      if (window.confirm(of.text().confirm(what, whose))) await change(path, told);
    },
    /** Has a link made and shown. @returns whether it was */
    async link(to: string, path: string, told: object = {}): Promise<boolean> {
      const made = await send<LinkView>(path, told);
      if (made) give({ ...made, to });
      return made !== null;
    },
  };
}
