import { createSignal, Match, Switch } from 'solid-js';
import { render } from 'solid-js/web';
import type { Door, Invitation, Me } from '../../config/contract/access.ts';
import type { AccessReason } from '../../config/contract/access-refusal.ts';
import { type Denial, insist, isReason, read, tell } from '../net/access.ts';
import { Account } from './Account.tsx';
import { Admin } from './Admin.tsx';
import { Audit } from './Audit.tsx';
import { Claim, DeadLink } from './Claim.tsx';
import { type Link, takeLink } from './link.ts';
import { createPageContext, homeOf, type PageContext, seesAudit } from './page.ts';
import { SignIn } from './SignIn.tsx';

type Place =
  | { is: 'sign-in'; refused: AccessReason | null; notice: string }
  | { is: 'claim'; secret: string; invited: Invitation | null }
  | { is: 'dead-link'; denial: Denial }
  | { is: 'account'; me: Me }
  | { is: 'admin'; me: Me }
  | { is: 'audit'; me: Me };

const pageAsked = () => new URLSearchParams(location.search).get('page');

/** Who may sit at a screen: a wall shows itself to whoever reads it, a desk is a person's. */
export type Seat = 'wall' | 'desk';

const SIGN_IN: Place = { is: 'sign-in', refused: null, notice: '' };

/** Where somebody who is known goes; null: to the screen. */
function placeOf(me: Me, seat: Seat): Place | null {
  if (seat === 'desk' && me.kind === 'wall') return SIGN_IN;
  if (pageAsked() === 'audit' && seesAudit(me)) return { is: 'audit', me };
  const home =
    seat === 'desk' && me.case.length === 0 && homeOf(me) === 'screen' ? 'account' : homeOf(me);
  if (home === 'account' || (pageAsked() === 'account' && me.kind === 'account'))
    return { is: 'account', me };
  const administers = me.routes.includes('accounts');
  if (administers && (home === 'admin' || pageAsked() === 'admin')) return { is: 'admin', me };
  return null;
}

/** What a link leads to; null: whoever is known goes where it belongs. */
async function follow(link: Link): Promise<Place | null> {
  switch (link.kind) {
    case 'refused': {
      const refused = isReason(link.secret) ? link.secret : null;
      return { is: 'sign-in', refused, notice: '' };
    }
    case 'admin':
      return { is: 'claim', secret: link.secret, invited: null };
    case 'invitation': {
      const { secret } = link;
      const invited = await insist(() => tell<Invitation>('/api/links/invitation', { secret }));
      return invited.ok
        ? { is: 'claim', secret, invited: invited.value }
        : { is: 'dead-link', denial: invited.error };
    }
    case 'demo':
    case 'pairing': {
      const known = link.kind === 'demo' ? await read<Me | null>('/api/me') : null;
      if (known?.ok && known.value !== null) return null;
      const { secret } = link;
      const paired = await insist(() => tell<Me>(`/api/links/${link.kind}`, { secret }));
      return paired.ok ? null : { is: 'dead-link', denial: paired.error };
    }
  }
}

/**
 * Finds out who sits at this page, and resolves once it is somebody who may sit at its screen. Until then
 * it shows signing in, what a link leads to, one's own account, or the administration.
 */
export async function enter(seat: Seat): Promise<Me> {
  const link = takeLink();
  const door = await insist(() => read<Door>('/api/door'));
  if (!door.ok) throw new Error('the door answers everybody');
  const led = link === null ? null : await follow(link);
  const known = await insist(() => read<Me | null>('/api/me'));
  const me = known.ok ? known.value : null;
  const first = led ?? (me ? placeOf(me, seat) : SIGN_IN);
  if (first === null && me) return me;

  return new Promise((resolve) => {
    const of = createPageContext(door.value);
    const [place, setPlace] = createSignal<Place>(first as Place);
    document.documentElement.classList.add('paper');
    let leave = () => {};
    const entered = (me: Me) => {
      const next = placeOf(me, seat);
      if (next) return void setPlace(next);
      leave();
      document.documentElement.classList.remove('paper');
      resolve(me);
    };
    leave = render(
      () => <Pages of={of} place={place()} go={setPlace} entered={entered} />,
      document.body,
    );
  });
}

function Pages(props: {
  of: PageContext;
  place: Place;
  go: (place: Place) => void;
  entered: (me: Me) => void;
}) {
  const at = <K extends Place['is']>(is: K) =>
    props.place.is === is ? (props.place as Extract<Place, { is: K }>) : null;
  const signIn = (notice = '') => props.go({ is: 'sign-in', refused: null, notice });
  return (
    <Switch>
      <Match when={at('sign-in')}>
        {(here) => (
          <SignIn
            of={props.of}
            refused={here().refused}
            notice={here().notice}
            entered={props.entered}
          />
        )}
      </Match>
      <Match when={at('claim')}>
        {(here) => (
          <Claim
            of={props.of}
            secret={here().secret}
            invited={here().invited}
            entered={props.entered}
            chosen={() => signIn(props.of.text().chosen)}
          />
        )}
      </Match>
      <Match when={at('dead-link')}>
        {(here) => (
          <DeadLink of={props.of} why={props.of.why(here().denial)} signIn={() => signIn()} />
        )}
      </Match>
      <Match when={at('account')}>
        {(here) => (
          <Account
            of={props.of}
            me={here().me}
            changed={(me) => props.go({ is: 'account', me })}
            left={() => location.assign(location.pathname)}
          />
        )}
      </Match>
      <Match when={at('audit')}>{(here) => <Audit of={props.of} me={here().me} />}</Match>
      <Match when={at('admin')}>{(here) => <Admin of={props.of} me={here().me} />}</Match>
    </Switch>
  );
}
