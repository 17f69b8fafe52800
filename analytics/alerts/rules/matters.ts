import type { AlertEvent } from '../../../config/contract/facts.ts';
import {
  alertId,
  type CaseId,
  gridId,
  type Millis,
  reasonOf,
  unitId,
} from '../../../config/contract/ids.ts';
import { DAY } from '../../../config/contract/zone.ts';
import type { MatterRules } from '../../../config/deployment/alert-rules.ts';
import type { Name } from '../../../config/deployment/name.ts';
import { comebacks, gathering } from '../../merging/kinds.ts';
import type { MatterBook, MatterCase } from '../../merging/matter-book.ts';
import type { CaseBook } from '../../state/case-book.ts';
import { unitOf } from '../../state/case-fold.ts';
import type { NameCategory } from '../name-category.ts';
import type { Alert, AlertStep } from '../stage.ts';
import { type Said, say } from '../title.ts';
import type { Watch } from '../watch.ts';

const REPEAT = 'repeat';
const FALSE_CLOSING = 'false-closing';
const VERSION = 1;
/** So many of a matter's newest reports are looked at: a matter of ten thousand calls costs no more. */
const LOOKED_AT = 200;

/** What a rule finds of a matter that stands. */
interface Found {
  rule: typeof REPEAT | typeof FALSE_CLOSING;
  figures: AlertEvent['figures'];
  evidence: readonly string[];
  steps: readonly AlertStep[];
}

/**
 * 重复/群体: so many reports of one matter; 假闭环: back soon after it had been closed (domain §1.3, §1.6). One
 * alert a matter and rule, for as long as a case of it is open. It is known by the case that was the matter's
 * first when it was raised, whatever earlier report, or other matter, is joined to it later.
 */
export class MatterAlerts implements Watch {
  readonly rules = [REPEAT, FALSE_CLOSING];
  readonly #matters: MatterBook;
  readonly #cases: CaseBook;
  readonly #rules: MatterRules;
  readonly #nameCategory: NameCategory;
  /** What is found, by number of the matter. */
  readonly #found = new Map<string, { members: readonly MatterCase[]; found: readonly Found[] }>();

  constructor(
    matters: MatterBook,
    cases: CaseBook,
    rules: MatterRules,
    nameCategory: NameCategory,
  ) {
    this.#matters = matters;
    this.#cases = cases;
    this.#rules = rules;
    this.#nameCategory = nameCategory;
  }

  judge(_now: Millis, standing: readonly AlertEvent[]): readonly Alert[] | null {
    const { unjudged, settled } = this.#matters;
    if (!settled || unjudged.size === 0) return null;
    for (const number of unjudged) {
      const members = this.#matters.members(number).slice(-LOOKED_AT);
      const found = members.some(({ open }) => open)
        ? [this.#repeat(members), this.#falseClosing(members)].flat()
        : [];
      if (found.length > 0) this.#found.set(number, { members, found });
      else this.#found.delete(number);
    }
    unjudged.clear();
    const known = new Set<string>(standing.map((alert) => reasonOf(alert.alertId)));
    return [...this.#found.values()].flatMap(({ members, found }) =>
      found.map((each) => this.#alert(members, each, known)),
    );
  }

  /** Since the last case of its matter ended, or an officer said that it is another. */
  goneAt({ alertId: id, rule }: AlertEvent, now: Millis): Millis {
    const first = reasonOf(id).slice(rule.length + 1) as CaseId;
    const of = [first, ...this.#matters.kinOf(first)];
    return Math.max(0, ...of.map((each) => this.#matters.lastWord(each))) || now;
  }

  #alert(members: readonly MatterCase[], found: Found, known: ReadonlySet<string>): Alert {
    const ids = members.map(({ id }) => alertId(`${found.rule}:${id}`));
    const open = members.filter((member) => member.open);
    const units = new Set(open.map(({ id }) => unitOf(this.#cases.get(id)!.fold)));
    const grids = new Set(open.map(({ report }) => report.place.grid));
    return {
      ...found,
      alertId: ids.find((id) => known.has(id)) ?? ids[0]!,
      ruleVersion: VERSION,
      caseId: open[0]!.id,
      grid: gridId(grids.size === 1 ? [...grids][0]! : ''),
      unit: units.size === 1 ? [...units][0]! : unitId(''),
      renewed: found.steps.at(-1)?.at ?? 0,
    };
  }

  #repeat(members: readonly MatterCase[]): Found[] {
    const { reports, days, many, one } = this.#rules.repeat;
    const since = members.at(-1)!.report.at - days * DAY;
    const counted = members.filter(({ report }) => report.at >= since);
    if (counted.length < reports) return [];
    // when so many had come, and when they were of more than one person
    const kindUpTo = (n: number) => gathering(counted.slice(0, n)).kind;
    let n = reports;
    const steps: AlertStep[] = [];
    const step = (level: AlertStep['level']) => ({
      level,
      at: counted[n - 1]!.report.at,
      title: this.#said(kindUpTo(n) === 'aggregate' ? 'aggregate' : 'repeat', counted),
    });
    if (kindUpTo(n) === 'repeat') steps.push(step(one));
    while (n < counted.length && kindUpTo(n) === 'repeat') n++;
    if (kindUpTo(n) === 'aggregate') steps.push(step(many));
    const figures = { observed: counted.length, expected: reports, probability: null };
    return [{ rule: REPEAT, figures, evidence: counted.map(({ id }) => id), steps }];
  }

  #said(kind: 'aggregate' | 'repeat', members: readonly MatterCase[]): Name {
    const { length } = members;
    const said =
      kind === 'aggregate'
        ? { zh: `群体诉求 ${length} 件`, en: `${length} reports of one matter` }
        : { zh: `重复诉求 ${length} 件`, en: `Reported ${length}× by one` };
    return say(said, this.#about(members[0]!));
  }

  #about({ subject, category }: MatterCase): Said {
    return subject || this.#nameCategory(category);
  }

  #falseClosing(members: readonly MatterCase[]): Found[] {
    const { days, level } = this.#rules.falseClosing;
    const lastClosed = new Map(
      members.map(({ id, open, closes }) => [
        id as string,
        open ? (closes.at(-1)?.at ?? 0) : Number.POSITIVE_INFINITY,
      ]),
    );
    const back = comebacks(members, days * DAY).filter(({ id, at }) => lastClosed.get(id)! <= at);
    const [first] = back;
    if (!first) return [];
    const gap = Math.floor((first.at - first.closedAt) / DAY);
    const said = {
      zh: gap > 0 ? `假闭环：结案 ${gap} 天后重现` : '假闭环：结案当天重现',
      en: gap > 0 ? `Back ${gap} d after closing` : 'Back the day it closed',
    };
    const closed = members.find(({ id }) => id === first.closed)!;
    return [
      {
        rule: FALSE_CLOSING,
        figures: null,
        evidence: [...new Set(back.flatMap(({ closed, id }) => [closed, id]))],
        steps: [{ level, at: first.at, title: say(said, this.#about(closed)) }],
      },
    ];
  }
}
