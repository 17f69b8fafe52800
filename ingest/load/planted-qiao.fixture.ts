import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deskKeys } from '../../config/desk-keys.ts';
import { Running } from '../../config/running.fixture.ts';
import { newSecret } from '../../config/vault/keys.ts';
import { PEOPLE, STATION, STATION_PASSWORD } from './planted.fixture.ts';

/** The device at the line of the environment. */
export const MN = '010000A8900016F000169DC0';
/** The token of somebody who may look at the audit. */
export const LEADER = newSecret();
/** Everything that must not be found again, by what it is. */
export const PLANTED = {
  vaultKey: newSecret(),
  oidcSecret: 'planted-oidc-secret',
  password: 'planted-password-77',
  device: 'PLANTEDPW',
  wrongDevice: 'WRONGPW88',
  apiKey: 'planted-open311-key',
  token: 'planted-bearer-token',
  signature: 'ab'.repeat(32),
  cookie: 'planted-cookie-value',
  link: 'planted-link-secret',
  ...PEOPLE,
};

/** A Qiao without a city whose own secrets are planted ones. */
export function startPlanted(): Promise<Running> {
  const data = mkdtempSync(join(tmpdir(), 'qiao-planted-'));
  const ports = {
    environment: { devices: [{ mn: MN, station: 'hq-air-02', password: PLANTED.device }] },
    water: { stations: { [STATION]: { id: 'hq-sw-02', password: STATION_PASSWORD } } },
  };
  writeFileSync(join(data, 'ports.json'), JSON.stringify(ports));
  const keys = deskKeys(data);
  const tokens = { ...keys.tokens, deputy: { role: 'leader', token: LEADER } };
  writeFileSync(join(data, 'desk-keys.json'), JSON.stringify({ tokens }));
  return Running.start({
    ...{ QIAO_DATA: data, QIAO_CITY: 'off', QIAO_LOG: 'debug' },
    ...{ QIAO_VAULT_KEYS: `planted:${PLANTED.vaultKey}`, QIAO_OIDC_SECRET: PLANTED.oidcSecret },
  });
}
