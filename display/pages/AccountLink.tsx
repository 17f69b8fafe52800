import { Show } from 'solid-js';
import type { Me } from '../../config/contract/access.ts';

/** Whose screen this is, and the way to the account; a wall is nobody's. */
export function AccountLink(props: { me: Me }) {
  return (
    <Show when={props.me.kind === 'account'}>
      <nav class="account-link">
        <a href="?page=account">{props.me.name}</a>
      </nav>
    </Show>
  );
}
