import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { PortRefusal } from '../../../config/contract/port-refusal.ts';
import type { RegistersSettings } from '../../../config/deployment/ports/registers.ts';
import { Unavailable } from '../../intake/unavailable.ts';
import { explainWrite } from '../disk-full.ts';
import { gridNames } from '../grid-names.ts';
import { bearer } from '../http/bearer.ts';
import { type Call, HttpError, type Reply, type Route } from '../http/route.ts';
import type { PortContext } from '../port.ts';
import { KEYS, type TableRegister } from './columns.ts';
import { takeTable } from './take-table.ts';

const BUSY_RETRY_S = 2;

/** Content types of tables, and how files of them are named. */
const ENDINGS: Readonly<Record<string, string>> = {
  'text/csv': 'csv',
  'application/csv': 'csv',
  'application/gzip': 'csv.gz',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
};

/**
 * The port of the base registers (基础台账). Each request carries a client's bearer token.
 *
 * - `PUT /registers/:name`: a table of `people`, `firms`, `addresses`, `components`, `stations` or `posts`,
 *   as CSV (UTF-8 or GB18030, also gzip) or xlsx by its content type. `?validFrom=yyyy-MM-dd` stands for
 *   rows that do not say from when they are valid.
 *
 * Records that are left out of a table stay as they are. Answers once every row is durable; a table that
 * could be read only in part answers 422 with what was taken of it, and may be sent again.
 */
export function registersRoutes(context: PortContext, settings: RegistersSettings): Route[] {
  const { health } = context;
  const gridOf = gridNames(context.deployment);
  const incoming = join(context.data, 'registers', 'incoming');
  rmSync(incoming, { recursive: true, force: true }); // left by a crash
  mkdirSync(incoming, { recursive: true, mode: 0o700 });
  let underWay = 0;

  const refuse = (status: number, counted: PortRefusal, message: string) => {
    health.refuse(counted);
    return new HttpError(status, message);
  };

  const save = async (call: Call, path: string): Promise<void> => {
    const tooLong = () => refuse(413, 'oversize', `longer than ${settings.maxBytes} bytes`);
    if (Number(call.headers['content-length'] ?? 0) > settings.maxBytes) throw tooLong();
    const file = await open(path, 'w', 0o600);
    let size = 0;
    try {
      for await (const piece of call.stream.iterator({ destroyOnReturn: false })) {
        size += (piece as Buffer).length;
        if (size > settings.maxBytes) throw tooLong();
        await file.writeFile(piece as Buffer);
      }
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ECONNRESET')
        throw refuse(400, 'bad request', 'the body ended early');
      throw explainWrite(cause, 'the table');
    } finally {
      await file.close();
    }
  };

  const take = async (call: Call): Promise<Reply> => {
    const register = call.params.name ?? '';
    if (!Object.hasOwn(KEYS, register))
      throw refuse(404, 'unknown register', `known are ${Object.keys(KEYS).join(', ')}`);
    const [type = ''] = (call.headers['content-type'] ?? '').split(';');
    const kind = type.trim().toLowerCase();
    const ending = Object.hasOwn(ENDINGS, kind) ? ENDINGS[kind] : undefined;
    if (ending === undefined)
      throw refuse(415, 'content type', `a table is one of ${Object.keys(ENDINGS).join(', ')}`);
    const validFrom = call.query.get('validFrom') ?? undefined;
    if (validFrom !== undefined && !z.iso.date().safeParse(validFrom).success)
      throw refuse(400, 'bad request', `validFrom: ${JSON.stringify(validFrom)}: not a date`);

    const folder = join(incoming, randomUUID());
    const file = join(folder, `${register}.${ending}`);
    try {
      await mkdir(folder, { mode: 0o700 });
      await save(call, file);
      const taken = await takeTable(context, {
        register: register as TableRegister,
        file,
        validFrom,
        settings,
        gridOf,
      });
      if (!taken.ok) {
        health.refuse('unreadable table');
        return { status: 422, body: { error: taken.error.reason, ...taken.error.answer } };
      }
      const { received, rejected } = taken.value;
      return { status: received > 0 && rejected === received ? 422 : 200, body: taken.value };
    } catch (cause) {
      throw explainWrite(cause, 'the table');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  return [
    {
      method: 'PUT',
      path: '/registers/:name',
      limit: settings.maxBytes,
      streams: true,
      health,
      async handle(call) {
        bearer(context, call);
        if (underWay >= settings.atOnce) {
          health.refuse('unavailable');
          throw new Unavailable('other tables are being read', BUSY_RETRY_S);
        }
        underWay++;
        return take(call).finally(() => {
          underWay--;
        });
      },
    },
  ];
}
