import { err, ok, type Result } from '../../../config/contract/result.ts';
import { CHANNELS, type Channel, type QualityFlag } from '../../../config/contract/vocabulary.ts';
import type { Mapping } from '../../../config/deployment/schema.ts';
import type { CaseDraft, HopDraft } from '../../pipeline/draft.ts';
import { createDateReader } from '../dates.ts';
import { TABLE_DATE } from '../table/cell-text.ts';

export type ParseRow = (cells: readonly string[]) => Result<CaseDraft>;

const CHANNEL_NAMES = new Set<string>(CHANNELS);
/** What says that an order is not confidential. */
const OPEN = new Set(['', '否', '公开', '不保密', 'no', '0', 'n', 'false']);
const clean = (cell: string): string => cell.replaceAll('_x000D_', ' ').replace(/\s+/g, ' ').trim();

/**
 * Prepares reading the rows of a file whose header is `header` by a mapping.
 * @returns for each row a draft, or the reason why none could be made, naming the column; an error where
 *   the header lacks a column that the mapping names
 */
export function createRowParser(mapping: Mapping, header: readonly string[]): Result<ParseRow> {
  const names = header.map(clean);
  const missing: string[] = [];
  const at = (column: string): number => {
    const index = names.indexOf(column);
    if (index < 0) missing.push(column);
    return index;
  };
  const maybe = (column: string | undefined): number => (column === undefined ? -1 : at(column));

  const { columns } = mapping;
  const index = {
    upstreamNo: at(columns.upstreamNo),
    receivedAt: at(columns.receivedAt),
    dueAt: maybe(columns.dueAt),
    closedAt: maybe(columns.closedAt),
    status: maybe(columns.status),
    subject: columns.subject.map(at),
    content: columns.content.map(at),
    category: columns.category.map(at),
    unit: maybe(columns.unit),
    grid: maybe(columns.grid),
    address: maybe(columns.address),
    lon: maybe(columns.lon),
    lat: maybe(columns.lat),
    caller: maybe(columns.caller),
    phone: maybe(columns.phone),
    note: maybe(columns.note),
    type: maybe(columns.type),
    confidential: maybe(columns.confidential),
    channel: maybe(mapping.channel?.column),
  };
  if (missing.length > 0)
    return err(
      `mapping ${mapping.id} names columns that the file does not have: ${missing.join(', ')}. The file has: ${names.join(', ')}`,
    );

  const readDate = createDateReader([...mapping.dates, TABLE_DATE], mapping.zone);
  const placeholders = new Set(mapping.placeholders.map(([lon, lat]) => `${lon},${lat}`));

  return ok((cells) => {
    if (cells.length !== names.length)
      return err(`${cells.length} columns where the header has ${names.length}`);
    const cell = (i: number): string => (i < 0 ? '' : clean(cells[i] ?? ''));
    const joined = (list: readonly number[], by: string): string =>
      list.map(cell).filter(Boolean).join(by);
    const time = (i: number): number | null | undefined => {
      const text = cell(i);
      if (text === '') return undefined;
      return readDate(text);
    };
    const noDate = (i: number) =>
      err(`${names[i]}: "${cell(i)}" is not a date in layout ${mapping.dates.join(' or ')}`);

    const upstreamNo = cell(index.upstreamNo);
    if (upstreamNo === '') return err(`${columns.upstreamNo}: empty`);
    const receivedAt = time(index.receivedAt);
    if (receivedAt === undefined) return err(`${columns.receivedAt}: empty`);
    if (receivedAt === null) return noDate(index.receivedAt);
    const dueAt = time(index.dueAt);
    if (dueAt === null) return noDate(index.dueAt);
    const closedAt = time(index.closedAt);
    if (closedAt === null) return noDate(index.closedAt);

    const flags: QualityFlag[] = [];
    const status = cell(index.status);
    const meaning = mapping.statuses[status];
    if (status !== '' && meaning === undefined) flags.push('unknown-status');
    const ends = meaning === undefined ? (closedAt === undefined ? 'open' : 'close') : meaning;

    const hops: HopDraft[] = [{ event: 'report', at: receivedAt }];
    if (ends !== 'open' && closedAt === undefined) flags.push('end-time-unknown');
    if (ends !== 'open')
      hops.push({ event: ends, at: closedAt ?? receivedAt, note: cell(index.note) });

    const lon = Number.parseFloat(cell(index.lon));
    const lat = Number.parseFloat(cell(index.lat));
    const known = Number.isFinite(lon) && Number.isFinite(lat) && !(lon === 0 && lat === 0);
    const placeholder = known && placeholders.has(`${lon},${lat}`);
    if (placeholder) flags.push('placeholder-location');

    const grid = cell(index.grid);
    const spoken = cell(index.channel);
    const channel = mapping.channel?.values[spoken] ?? mapping.channel?.otherwise ?? 'other';
    const category = index.category
      .map(cell)
      .filter(Boolean)
      .map((name) => mapping.categories[name] ?? name);

    return ok({
      kind: 'case',
      source: mapping.source,
      upstreamNo,
      receivedAt,
      ...(index.dueAt < 0 ? {} : { dueAt: dueAt ?? null }),
      channel: CHANNEL_NAMES.has(channel) ? (channel as Channel) : 'other',
      type: mapping.types[cell(index.type)] ?? mapping.type,
      urgency: 'normal',
      category,
      unit: cell(index.unit),
      grid: mapping.grids[grid] ?? grid,
      place: known && !placeholder ? { lon, lat, datum: mapping.datum } : null,
      address: cell(index.address),
      subject: joined(index.subject, ' · '),
      content: joined(index.content, '\n'),
      caller: cell(index.caller),
      phone: cell(index.phone),
      confidential: !OPEN.has(cell(index.confidential).toLowerCase()),
      flags,
      hops,
    });
  });
}
