import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/**
 * Which pairs of characters tell little, by the share of citizens' messages in which they stand: all that
 * stood in one of two hundred or more of 4,322 published messages of 2019 and January 2020, and in eleven of
 * the thirteen months: a name that is in everyone's mouth for a season is no common word.
 */
const Tiers = z.array(z.strictObject({ share: z.number().gt(0).lt(1), grams: z.string() })).min(1);
const FILE = fileURLToPath(new URL('./common-grams.json', import.meta.url));

/** Both characters of a pair in one number. */
const gramOf = (text: string, at: number): number =>
  text.charCodeAt(at) * 0x10000 + text.charCodeAt(at + 1);

/** Weights of common pairs: inverse document frequency, relative to that of a pair no list knows. */
const WEIGHTS: ReadonlyMap<number, number> = (() => {
  const tiers = Tiers.parse(JSON.parse(readFileSync(FILE, 'utf8')));
  const rarest = Math.min(...tiers.map(({ share }) => share)) / 2;
  const weights = new Map<number, number>();
  for (const { share, grams } of tiers)
    for (let i = 0; i + 1 < grams.length; i += 2)
      weights.set(gramOf(grams, i), Math.log(share) / Math.log(rarest));
  return weights;
})();
const weightOf = (gram: number): number => WEIGHTS.get(gram) ?? 1;
/** Whether a pair stands in fewer than one of two hundred messages. */
export const isRare = (gram: number): boolean => !WEIGHTS.has(gram);

/**
 * Words by which people name one thing in many ways (吵, 噪音, 睡不着), by topic, with the share of the same
 * messages that touch it: two texts without a pair of characters in common may still be about one thing.
 */
const Topics = z
  .array(
    z.strictObject({
      topic: z.string().min(1),
      share: z.number().gt(0).lt(1),
      words: z.array(z.string().min(1)).min(1),
    }),
  )
  .max(64);
const TOPICS = Topics.parse(
  JSON.parse(readFileSync(fileURLToPath(new URL('./topics.json', import.meta.url)), 'utf8')),
);
const RAREST_TOPIC = Math.min(...TOPICS.map(({ share }) => share));
const TOPIC_WEIGHTS = TOPICS.map(({ share }) => Math.log(share) / Math.log(RAREST_TOPIC));
const TOPIC_OF = new Map(
  TOPICS.flatMap(({ words }, topic) => words.map((word) => [word, topic] as const)),
);
const TOPIC_WORD = new RegExp(
  [...TOPIC_OF.keys()].sort((a, b) => b.length - a.length).join('|'),
  'gu',
);

/** What a text says, as it is compared. */
export interface Features {
  /** Pairs of adjacent Chinese characters outside numbers, each once, rising. */
  grams: Uint32Array;
  /** Those of its headline: of the subject, or of all where there is none. */
  head: Uint32Array;
  /** Σ weight² of `grams`. */
  norm: number;
  /** Words of place: `路太阳`, the kind before the two characters that name it. */
  names: ReadonlySet<string>;
  /** Numbers of houses, buildings, groups: `号120`, the kind before the number. */
  numbers: ReadonlySet<string>;
  /** Topics it touches, by their place in the list, rising. */
  topics: readonly number[];
}

/** A text that says nothing. */
export const NOTHING: Features = {
  grams: new Uint32Array(),
  head: new Uint32Array(),
  norm: 0,
  names: new Set(),
  numbers: new Set(),
  topics: [],
};

const KINDS: Readonly<Record<string, string>> = {
  大道: '路',
  路: '路',
  街: '路',
  巷: '路',
  弄: '路',
  村: '村',
  社区: '村',
  小区: '苑',
  花园: '苑',
  家园: '苑',
  新村: '苑',
  公寓: '苑',
  雅苑: '苑',
  名邸: '苑',
  苑: '苑',
  工业园: '园',
  工业区: '园',
};
/** 黄桥家园 and 黄桥新村 are two estates. */
const OWN: ReadonlySet<string> = new Set(['花园', '家园', '新村', '公寓', '雅苑', '名邸']);
const NAME =
  /([\u4e00-\u9fff]{2})(大道|社区|小区|花园|家园|新村|公寓|雅苑|名邸|苑|工业园|工业区|路(?![口边面灯上段人板由径])|街(?![道上边坊])|巷|村(?![民委里]))/gu;

const UNITS: Readonly<Record<string, string>> = {
  号楼: '幢',
  栋: '幢',
  幢: '幢',
  座: '幢',
  号: '号',
  组: '组',
  单元: '元',
  室: '室',
  弄: '弄',
};
const NUMBER =
  /(?<![\d月年第])([A-Z]?\d{1,5}|[一二三四五六七八九十百]{1,5})(号楼|栋|幢|座(?![位谈])|号(?![线召称])|组(?![织成建])|单元|室|弄)/gu;

/** A firm by what stands before its form: 苏州新创塑胶有限公司 is 州新创塑胶. */
const FIRM = /([\u4e00-\u9fff]{2,6})(?=有限公司|有限责任公司|股份公司)/gu;

const DIGITS = '零一二三四五六七八九';
/** 二十三 → 23; digits stay as they are. */
function plainNumber(text: string): string {
  if (/\d/.test(text)) return text.replace(/^0+(?=\d)/, '');
  let total = 0;
  let digit = 0;
  for (const char of text) {
    if (char === '十' || char === '百') {
      total += (digit || 1) * (char === '十' ? 10 : 100);
      digit = 0;
    } else digit = DIGITS.indexOf(char);
  }
  return String(total + digit);
}

const HAN = /[\u4e00-\u9fff]{2,}/gu;

/** Longer texts say the same again: what stands after so many characters is not read. */
const READ = 2_000;

function gramsOf(text: string): Uint32Array {
  const found = new Set<number>();
  for (const [run] of text.matchAll(HAN))
    for (let i = 0; i + 1 < run.length; i++) found.add(gramOf(run, i));
  return Uint32Array.from(found).sort();
}

/** What is told of where: numbers with a unit, firms and names of places; and the text without numbers and names. */
function placesOf(text: string): Pick<Features, 'names' | 'numbers'> & { rest: string } {
  const numbers = new Set<string>();
  const names = new Set<string>();
  const rest = text
    .normalize('NFKC')
    .replace(NUMBER, (_, number: string, unit: string) => {
      numbers.add(UNITS[unit]! + plainNumber(number));
      return ' ';
    })
    .replace(FIRM, (_, firm: string) => {
      numbers.add(`企${firm}`);
      return ' ';
    })
    .replace(NAME, (all, name: string, suffix: string) => {
      // 我们小区, 整个小区: a common word before the kind is no name
      if (WEIGHTS.has(gramOf(name, 0))) return all;
      names.add(KINDS[suffix]! + name + (OWN.has(suffix) ? suffix : ''));
      return ' ';
    });
  return { numbers, names, rest };
}

/**
 * What a text says. Full-width forms are folded (NFKC), names of places and numbers with a unit are told
 * apart from the rest, and the rest is cut into pairs of characters.
 * @param subject masked headline of a case, '' where it has none
 * @param content masked
 * @param address masked; only says where it is
 */
export function featuresOf(subject: string, content: string, address = ''): Features {
  const head = placesOf(subject);
  const body = placesOf(content.slice(0, READ));
  const where = placesOf(address);
  const said = `${head.rest}\n${body.rest}`;
  const grams = gramsOf(said);
  let norm = 0;
  for (const gram of grams) norm += weightOf(gram) ** 2;
  const topicsOf = (text: string) =>
    [...new Set([...text.matchAll(TOPIC_WORD)].map(([word]) => TOPIC_OF.get(word)!))].sort(
      (a, b) => a - b,
    );
  const topics = topicsOf(head.rest);
  const all = [head, body, where];
  return {
    grams,
    head: subject === '' ? grams : gramsOf(head.rest),
    norm,
    names: new Set(all.flatMap(({ names }) => [...names])),
    numbers: new Set(all.flatMap(({ numbers }) => [...numbers])),
    topics: topics.length > 0 ? topics : topicsOf(body.rest),
  };
}

/** Weighted cosine of what two texts say: 0 nothing in common, 1 the same pairs. Symmetric. */
export function likeness(a: Features, b: Features): number {
  const [x, y] = [a.grams, b.grams];
  let shared = 0;
  for (let i = 0, j = 0; i < x.length && j < y.length; ) {
    const [left, right] = [x[i]!, y[j]!];
    if (left === right) {
      shared += weightOf(left) ** 2;
      i++;
      j++;
    } else if (left < right) i++;
    else j++;
  }
  return shared === 0 ? 0 : shared / Math.sqrt(a.norm * b.norm);
}

/**
 * How far two texts touch the same topics, rare ones counting more: 0 none in common, 1 the same; null where
 * one touches none. Symmetric.
 */
export function topicLikeness(a: Features, b: Features): number | null {
  if (a.topics.length === 0 || b.topics.length === 0) return null;
  let [shared, all] = [0, 0];
  for (const topic of a.topics) {
    all += TOPIC_WEIGHTS[topic]!;
    if (b.topics.includes(topic)) shared += TOPIC_WEIGHTS[topic]!;
  }
  for (const topic of b.topics) all += TOPIC_WEIGHTS[topic]!;
  return (2 * shared) / all;
}

/**
 * How much of each text's headline the other text says, rare pairs counting more; the mean of both ways. Two
 * long letters on one matter share few of their pairs, but what the headline names stands in both.
 * @returns the share, 0 to 1, and how many rare pairs the lesser way shares. Symmetric
 */
export function headline(a: Features, b: Features): { share: number; rare: number } {
  const [there, back] = [saidIn(a.head, b.grams), saidIn(b.head, a.grams)];
  return { share: (there.share + back.share) / 2, rare: Math.min(there.rare, back.rare) };
}

function saidIn(head: Uint32Array, grams: Uint32Array): { share: number; rare: number } {
  let [all, said, rare] = [0, 0, 0];
  for (let i = 0, j = 0; i < head.length; i++) {
    const gram = head[i]!;
    const weight = weightOf(gram);
    all += weight;
    while (j < grams.length && grams[j]! < gram) j++;
    if (grams[j] !== gram) continue;
    said += weight;
    if (weight === 1) rare++;
  }
  return { share: all === 0 ? 0 : said / all, rare };
}
