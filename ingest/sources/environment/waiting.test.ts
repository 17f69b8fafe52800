import { afterEach, describe, expect, it } from 'vitest';
import type { Reading } from '../../../config/contract/facts.ts';
import type { Intake } from '../../intake/intake.ts';
import { Unavailable } from '../../intake/unavailable.ts';
import { openEnvironment } from './device.fixture.ts';
import { devices, hour } from './report.fixture.ts';

let port: Awaited<ReturnType<typeof openEnvironment>>;
const open = async (settings: Record<string, unknown> = {}, intake?: (real: Intake) => Intake) => {
  port = await openEnvironment({ devices, ...settings }, intake);
  return port;
};
afterEach(() => port.close());

const readings = (): Reading[] => port.facts().filter((fact) => fact.kind === 'reading');

describe('when nothing can be taken', () => {
  it('the line waits unanswered, and the same records are taken later, none lost', async () => {
    let full = true;
    await open({}, (real) => ({
      ...real,
      closed: () => (full ? new Unavailable('the disk is full', 0.01) : real.closed()),
    }));
    const device = port.dial();
    device.send(hour(1), hour(2), hour(3));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(port.tally().received).toBe(0);
    full = false;
    expect(await device.hears(3)).toHaveLength(3);
    expect(readings().map(({ value }) => value)).toEqual([1, 2, 3]);
  });

  it('also where it fails while records are on their way', async () => {
    let failures = 2;
    await open({ maxInFlight: 2 }, (real) => ({
      ...real,
      take: async (records, cursor) => {
        if (failures-- > 0) throw new Unavailable('the disk is full', 0.01);
        return await real.take(records, cursor);
      },
    }));
    const device = port.dial();
    device.send(...Array.from({ length: 8 }, (_, n) => hour(n)));
    expect(await device.hears(8)).toHaveLength(8);
    expect(port.tally()).toMatchObject({ received: 8, stored: 8 });
  });

  it('a fast sender is slowed down to what it may send', async () => {
    await open({ framesPerSecond: 1 });
    const device = port.dial();
    device.send(hour(1), hour(2), hour(3));
    await device.hears(2);
    expect(port.tally().received).toBe(2);
    expect(await device.hears()).toHaveLength(1);
  });
});
