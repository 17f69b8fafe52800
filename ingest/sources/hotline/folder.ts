import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tally } from '../../../config/contract/facts.ts';
import type { Millis } from '../../../config/contract/ids.ts';
import type { HotlineFolder } from '../../../config/deployment/ports/hotline.ts';
import type { Mapping } from '../../../config/deployment/schema.ts';
import { noTally } from '../../journal/tally.ts';
import type { CaseDraft } from '../../pipeline/draft.ts';
import { importFile } from '../csv/import-file.ts';
import type { Port, PortContext } from '../port.ts';
import { stated } from '../stated.ts';
import { isTable } from '../table/read-table.ts';
import { type NumberReader, openedAgain } from './number.ts';

const DONE = 'done';
const FAILED = 'failed';
/** Reasons told beside a file; all of them are in the dead letters. */
const TOLD_REASONS = 200;

/** What became of a file, told beside it as `<name>.result.json`. */
export interface FileResult extends Tally {
  file: string;
  mapping: string;
  /** ISO 8601. */
  endedAt: string;
  /** Why the file as a whole could not be read to its end; null: it was. */
  error: string | null;
  /** The first rows that were rejected. */
  rejections: { place: string; reason: string }[];
}

/** How a file looked, to tell whether it is still being written. */
interface Look {
  print: string;
  since: Millis;
}

/**
 * Takes the files of orders that are put into a folder: CSV, `.csv.gz` and xlsx, by name. A file is taken
 * once it has stopped changing, then moved to `done`, or to `failed` where it could not be read or none
 * of its rows could be taken, with its result beside it. It leaves the folder after its rows are durable:
 * taken again after a crash, they are duplicates. Files are taken one after another; none holds up others.
 * Other names are left alone, so that a sender may write under one and rename.
 * @param mapping that of `settings.mapping`, of the port's own source
 * @param readNumber as orders are numbered that come by the port's other ways: they are the same orders
 * @param machine machine time
 * @throws where the folder cannot be made, or the mapping is of another source
 */
export async function startHotlineFolder(
  context: PortContext,
  settings: HotlineFolder,
  mapping: Mapping,
  readNumber: NumberReader,
  machine: () => Millis = Date.now,
): Promise<Port> {
  const { intake, health, log } = context;
  if (mapping.source !== context.source)
    throw new Error(`mapping ${mapping.id} is of source ${mapping.source}, not ${context.source}`);
  const folder = resolve(context.data, settings.folder);
  for (const name of [DONE, FAILED]) await mkdir(join(folder, name), { recursive: true });
  const stopping = new AbortController();
  const { signal } = stopping;
  /** Files of the folder as last seen. */
  let seen = new Map<string, Look>();
  /** Files that could not be moved away, as they looked then: not taken again until they change. */
  const stuck = new Map<string, string>();

  const numbered = (draft: CaseDraft): CaseDraft => {
    const number = readNumber(draft.upstreamNo);
    return { ...draft, ...number, ...stated({ parent: openedAgain(draft.source, number) }) };
  };

  /** The name under which a file is kept, which no other has. */
  const keptAs = async (where: string, name: string): Promise<string> => {
    const taken = new Set(await readdir(join(folder, where)));
    if (!taken.has(name)) return name;
    const stamp = new Date(machine()).toISOString().replaceAll(/[:.]/g, '-');
    return `${stamp}_${name}`;
  };

  const take = async (name: string): Promise<void> => {
    const file = join(folder, name);
    const tally = noTally();
    const rejections: FileResult['rejections'] = [];
    let error: string | null = null;
    try {
      await importFile({
        file,
        mapping,
        limits: settings.limits,
        tally,
        signal,
        intake,
        complete: numbered,
        rejected(place, reason) {
          if (rejections.length < TOLD_REASONS) rejections.push({ place, reason });
        },
      });
    } catch (cause) {
      if (signal.aborted) return;
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return;
      error = cause instanceof Error ? cause.message : String(cause);
      health.refuse('unreadable file');
      log.warn({ err: cause, file }, 'a file of orders could not be read');
    }
    if (signal.aborted) return;
    const none = tally.received === tally.rejected;
    const where = error !== null || none ? FAILED : DONE;
    const kept = await keptAs(where, name);
    const result: FileResult = {
      file: name,
      mapping: mapping.id,
      endedAt: new Date(machine()).toISOString(),
      ...tally,
      error: error ?? (tally.received === 0 ? 'no rows' : null),
      rejections,
    };
    await writeFile(
      join(folder, where, `${kept}.result.json`),
      `${JSON.stringify(result, null, 2)}\n`,
    );
    await rename(file, join(folder, where, kept));
  };

  const scan = async (): Promise<void> => {
    const now = machine();
    const looks = new Map<string, Look>();
    const entries = await readdir(folder, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isFile() && isTable(entry.name));
    for (const { name } of names.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const found = await stat(join(folder, name)).catch(() => null);
      if (found === null) continue;
      const print = `${found.size} ${found.mtimeMs}`;
      const before = seen.get(name);
      looks.set(name, before?.print === print ? before : { print, since: now });
    }
    seen = looks;
    for (const [name, { print, since }] of looks) {
      if (signal.aborted) return;
      if (now - since < settings.settleSeconds * 1000 || stuck.get(name) === print) continue;
      try {
        await take(name);
      } catch (error) {
        stuck.set(name, print);
        health.refuse('file not moved');
        log.error({ err: error, file: name }, 'a file of orders could not be moved away');
      }
    }
    for (const name of stuck.keys()) if (!looks.has(name)) stuck.delete(name);
  };

  const running = (async () => {
    while (!signal.aborted) {
      await scan().catch((error: unknown) => {
        health.refuse('folder unreadable');
        log.error({ err: error, folder }, 'a folder of orders could not be read');
      });
      await sleep(settings.everySeconds * 1000, undefined, { signal }).catch(() => {});
    }
  })();

  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
