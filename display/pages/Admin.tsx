import { createSignal, Show } from 'solid-js';
import type { AccountView, DeviceView, Me, SignInView } from '../../config/contract/access.ts';
import { Accounts } from './Accounts.tsx';
import type { Administering, Given } from './acts.ts';
import { GivenLink } from './GivenLink.tsx';
import { createList } from './list.ts';
import { Page } from './Page.tsx';
import { type PageContext, seesAudit } from './page.ts';
import { SignIns } from './SignIns.tsx';
import { Walls } from './Walls.tsx';

/** 账号管理: accounts, walls and who is signed in. */
export function Admin(props: { of: PageContext; me: Me }) {
  const text = () => props.of.text();
  const [given, setGiven] = createSignal<Given | null>(null);
  const accounts = createList<AccountView>(props.of, '/api/accounts');
  const walls = createList<DeviceView>(props.of, '/api/devices');
  const signIns = createList<SignInView>(props.of, '/api/sign-ins');
  const shared: Administering = {
    of: props.of,
    give: setGiven,
    anew() {
      for (const list of [accounts, walls, signIns]) void list.anew();
    },
  };

  return (
    <Page of={props.of} wide>
      <nav class="card who">
        <h2>
          {text().administration}
          <small>{props.me.name}</small>
        </h2>
        <div class="row">
          <Show when={seesAudit(props.me)}>
            <a class="second" href="?page=audit">
              {text().audit.title}
            </a>
          </Show>
          <a class="second" href="?page=account">
            {text().ownTitle}
          </a>
        </div>
      </nav>
      {/* anew for each link: whether one was copied says nothing of the next */}
      <Show when={given()} keyed>
        {(link) => <GivenLink of={props.of} given={link} close={() => setGiven(null)} />}
      </Show>
      <Accounts {...shared} list={accounts} />
      <Walls {...shared} list={walls} />
      <SignIns {...shared} list={signIns} />
    </Page>
  );
}
