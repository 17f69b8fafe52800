import type { Details, SealedValues } from '../../config/contract/facts.ts';
import type { Millis, SourceId } from '../../config/contract/ids.ts';
import type { HopDetail } from '../../config/contract/vocabulary.ts';
import type { Sealer } from '../../config/vault/seal.ts';
import { maskName, maskPhone, maskText } from './mask.ts';

/** Ids of ours: masks would make others of them. */
const IDS: ReadonlySet<HopDetail> = new Set(['joined', 'parted']);

/** Masks what a record says of persons, and remembers what it hid. One for each fact. */
export class Veil {
  private hidden: Record<string, string> | null = null;

  /** A text without names, numbers, plates and addresses of persons. */
  text(field: string, raw: string): string {
    return this.instead(field, raw, maskText(raw));
  }
  /** A person's name: its first sign. */
  name(field: string, raw: string): string {
    return this.instead(field, raw, maskName(raw));
  }
  phone(field: string, raw: string): string {
    return this.instead(field, raw, maskPhone(raw));
  }
  /** A value of which nothing is to be seen. */
  hide(field: string, raw: string): '' {
    this.instead(field, raw, '');
    return '';
  }
  details(raw: Details): Details {
    const masked: Partial<Record<HopDetail, string>> = {};
    for (const key of Object.keys(raw) as HopDetail[]) {
      const text = raw[key] ?? '';
      masked[key] = IDS.has(key) ? text : this.text(`details.${key}`, text);
    }
    return masked;
  }
  /** Texts by the heading of their column. */
  values(raw: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(
      Object.entries(raw).map(([key, text]) => [key, this.text(`values.${key}`, text)]),
    );
  }

  private instead(field: string, raw: string, masked: string): string {
    if (masked === raw) return raw;
    this.hidden ??= {};
    this.hidden[field] = raw;
    return masked;
  }

  /** What was hidden, sealed; nothing where nothing was. @param about the case it belongs to, or the fact */
  sealed(
    sealer: Sealer | null,
    of: { source: SourceId; id: string; about: string; at: Millis },
  ): SealedValues[] {
    if (this.hidden === null || sealer === null) return [];
    const id = sealedId(of.id);
    const { key, cipher, nonce, sealed } = sealer.seal(JSON.stringify(this.hidden), id);
    return [
      {
        kind: 'sealed',
        id,
        version: 0,
        source: of.source,
        about: of.about,
        at: of.at,
        fields: Object.keys(this.hidden),
        key,
        cipher,
        nonce,
        sealed,
      },
    ];
  }
}

const sealedId = (id: string): string => `sealed:${id}`;
