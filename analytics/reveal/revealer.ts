import type { AuditEntry } from '../../config/contract/audit.ts';
import { err, ok, type Result } from '../../config/contract/result.ts';
import type { Revealed, RevealedField, RevealRequest } from '../../config/contract/reveal.ts';
import { maskText } from '../../config/masks/mask-text.ts';
import { VaultError } from '../../config/vault/keys.ts';
import type { Sealed, Sealer } from '../../config/vault/seal.ts';
import { type SealedValuesRow, type Store, sealedValues } from '../../ingest/store/index.ts';
import { sealedOf } from '../queries/sealed-of.ts';

/** Names under which values of a field are sealed. */
const isOf = (field: RevealedField, name: string): boolean =>
  field === 'notes'
    ? name === 'note' || name === 'actor' || name.startsWith('details.')
    : name === field;

/** Opens what masks hid. The only place where that happens. */
export class Revealer {
  readonly #store: Store;
  readonly #sealer: Pick<Sealer, 'open'>;
  readonly #record: (entry: AuditEntry) => Promise<unknown>;

  /** @param store asked as who may read sealed values */
  constructor(
    store: Store,
    sealer: Pick<Sealer, 'open'>,
    record: (entry: AuditEntry) => Promise<unknown>,
  ) {
    this.#store = store;
    this.#sealer = sealer;
    this.#record = record;
  }

  /**
   * The values in clear, once the act is on record, with its reason as far as that names nobody. Of a field told several times the newest stands, of
   * notes each.
   * @param by what the audit is told of who asks
   */
  async reveal(
    { case: about, fields, reason }: RevealRequest,
    by: Pick<AuditEntry, 'who' | 'role' | 'from'>,
  ): Promise<Result<Revealed>> {
    const values: Revealed['values'] = [];
    try {
      for (const row of await this.#store.query<SealedValuesRow>(sealedOf(about))) {
        const { fact } = sealedValues.fromRow(row);
        const told = JSON.parse(this.#sealer.open(fact as Sealed & typeof fact, fact.id)) as Record<
          string,
          string
        >;
        for (const [name, value] of Object.entries(told)) {
          const field = fields.find((wanted) => isOf(wanted, name));
          if (field === undefined) continue;
          const before = field === 'notes' ? -1 : values.findIndex((each) => each.field === field);
          if (before >= 0) values.splice(before, 1);
          values.push({ field, value, at: fact.at });
        }
      }
    } catch (cause) {
      if (cause instanceof VaultError) return err(cause.message);
      return err(`the store does not answer: ${cause instanceof Error ? cause.message : cause}`);
    }
    await this.#record({
      act: 'reveal',
      outcome: 'done',
      ...by,
      target: about,
      reason: maskText(reason),
      detail: { fields: fields.join(' ') },
    });
    return ok({ values });
  }

  /** Keeps that somebody asked for what is not theirs to see. */
  async refused(
    { case: about, fields, reason }: RevealRequest,
    by: Pick<AuditEntry, 'who' | 'role' | 'from'>,
    why: string,
  ): Promise<void> {
    const detail = { fields: fields.join(' '), why };
    const told = { target: about, reason: maskText(reason), detail };
    await this.#record({ act: 'reveal', outcome: 'refused', ...by, ...told });
  }
}
