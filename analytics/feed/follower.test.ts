import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { liveClock } from '../../config/contract/clock.ts';
import { loadDeployment } from '../../config/deployment/load.ts';
import { createLog } from '../../config/log.ts';
import { freePorts } from '../../config/running.fixture.ts';
import { connect } from '../../ingest/store/index.ts';
import { Picture } from '../state/picture.ts';
import { entriesOf, hop, MONDAY } from '../state/samples.ts';
import { Follower } from './follower.ts';

const store = connect({
  url: `http://127.0.0.1:${await freePorts()}`,
  user: 'reader',
  password: '',
});
afterAll(() => store.close());

const status = {
  clock: liveClock(MONDAY),
  demo: false,
  head: 1,
  stored: 0,
  unstoredSince: MONDAY,
  storeUp: false,
  backfill: null,
  ports: [],
};

/** A picture whose store does not answer yet, as while its tables are made. */
function follow() {
  const picture = new Picture(loadDeployment('huangqiao'), MONDAY);
  const now = () => MONDAY;
  const follower = new Follower(picture, store, now, () => {}, createLog('test'));
  follower.after();
  return { picture, follower };
}

test('before anything is stored the picture stands on the feed alone', async () => {
  const { picture, follower } = follow();
  await follower.welcome(0, status);
  follower.entries(entriesOf([hop({ no: '1' })]));
  picture.commit(MONDAY);
  expect(follower.folded).toBe(true);
  expect(picture.views.cases.rows.size).toBe(1);
  expect(picture.views.system.get('system')).toMatchObject({ storeUp: false, folded: 1 });
});

test('once something is stored the picture waits for the store, until another line tells where to begin', async () => {
  const { follower } = follow();
  const waiting = follower.welcome(1, status);
  await sleep(100);
  expect(follower.folded).toBe(false);
  await follower.welcome(0, status);
  await waiting;
  expect(follower.folded).toBe(true);
  expect(follower.after()).toBe(0);
});
