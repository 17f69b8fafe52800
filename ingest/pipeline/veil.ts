import type { CaseText, Details, Fact, SealedValues } from '../../config/contract/facts.ts';
import { assertNever } from '../../config/contract/result.ts';
import type { HopDetail } from '../../config/contract/vocabulary.ts';
import { maskText } from '../../config/masks/mask-text.ts';
import type { Sealer } from '../../config/vault/seal.ts';
import { maskInput, maskName, maskPerson, maskPhone } from './mask.ts';
import {
  CASE_TEXT,
  columnMask,
  DETAILS,
  itemMask,
  type Mask,
  type Masks,
  PERSONAL,
} from './personal.ts';

/** Fields of each kind of fact that are not open. */
const MASKED = new Map(
  Object.entries(PERSONAL).map(([kind, fields]) => [
    kind,
    (Object.entries(fields) as [string, Masks][]).filter(([, mask]) => mask !== 'open'),
  ]),
);
const NONE: Details = Object.freeze({});

/** @param hidden whether the order is a 举报 or a confidential one */
function masked(mask: Mask, raw: string, hidden: boolean): string {
  switch (mask) {
    case 'open':
      return raw;
    case 'text':
      return maskText(raw);
    case 'person':
      return maskPerson(raw);
    case 'name':
      return maskName(raw);
    case 'phone':
      return maskPhone(raw);
    case 'secret':
      return '';
    case 'caller':
      return hidden ? '' : maskName(raw);
    case 'contact':
      return hidden ? '' : maskPhone(raw);
    case 'input':
      return maskInput(raw);
    default:
      return assertNever(mask);
  }
}

/** Masks what one fact says of persons, and remembers what it hid. */
class Veil {
  private hidden: Record<string, string> | null = null;

  constructor(private readonly fact: Fact) {
    const values = fact as unknown as Record<string, unknown>;
    for (const [field, mask] of MASKED.get(fact.kind) ?? [])
      values[field] = this.field(field, mask, values[field]);
  }

  private field(field: string, mask: Masks, value: unknown): unknown {
    switch (mask) {
      case 'case':
        return value && this.case(value as CaseText);
      case 'details':
        return this.each(value as Details, 'details', (key) => DETAILS[key as HopDetail]);
      case 'columns':
        return this.each(value as Record<string, string>, 'values', columnMask);
      case 'items':
        return this.each(value as Record<string, string>, 'values', itemMask);
      default:
        return this.text(field, mask, value as string);
    }
  }

  private case(text: CaseText): CaseText {
    const { confidential } = text;
    for (const field of Object.keys(CASE_TEXT) as (keyof typeof CASE_TEXT)[])
      text[field] = this.text(field, CASE_TEXT[field], text[field], confidential);
    return text;
  }

  private each(
    raw: Readonly<Record<string, string>>,
    field: string,
    maskOf: (key: string) => Mask,
  ): Readonly<Record<string, string>> {
    const keys = Object.keys(raw);
    if (keys.length === 0) return NONE;
    return Object.fromEntries(
      keys.map((key) => [key, this.text(`${field}.${key}`, maskOf(key), raw[key] ?? '')]),
    );
  }

  private text(field: string, mask: Mask, raw: string, hidden = false): string {
    const shown = masked(mask, raw, hidden);
    if (shown !== raw) this.hide(field, raw);
    return shown;
  }

  hide(field: string, raw: string): void {
    this.hidden ??= {};
    this.hidden[field] = raw;
  }

  /** What was hidden, sealed; null where nothing was. */
  sealed(sealer: Sealer): SealedValues | null {
    if (this.hidden === null) return null;
    const { fact } = this;
    const id = `sealed:${fact.id}`;
    return {
      kind: 'sealed',
      id,
      version: 0,
      source: fact.source,
      about: aboutOf(fact),
      at: fact.kind === 'hop' ? fact.asOf || fact.at : fact.at,
      fields: Object.keys(this.hidden),
      ...sealer.seal(JSON.stringify(this.hidden), id),
    };
  }
}

/** The case or alert that a fact belongs to, or the fact. */
const aboutOf = (fact: Fact): string =>
  fact.kind === 'hop' ? fact.caseId : fact.kind === 'alert-act' ? fact.alertId : fact.id;

/**
 * Masks facts as `PERSONAL` says.
 * @param facts in clear; they are changed
 * @param sealer of what masks hide; null: that is not kept
 * @param secret what is told of the one fact besides, by column, and kept sealed only
 * @returns the facts, and after them what was hidden, sealed
 */
export function veil(
  facts: readonly Fact[],
  sealer: Sealer | null,
  secret: Readonly<Record<string, string>> = {},
): Fact[] {
  const sealed: SealedValues[] = [];
  for (const fact of facts) {
    const over = new Veil(fact);
    for (const [column, value] of Object.entries(secret)) over.hide(`values.${column}`, value);
    const kept = sealer && over.sealed(sealer);
    if (kept) sealed.push(kept);
  }
  return [...facts, ...sealed];
}
