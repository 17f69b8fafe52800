import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { charWeight, gramOf, gramWeight } from './common.ts';
import { placesOf } from './place-words.ts';

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
  /** Pairs of adjacent Chinese characters outside numbers and names, each once, rising. */
  grams: Uint32Array;
  /** Those of its headline: of the subject, or of all where there is none. */
  head: Uint32Array;
  /** Chinese characters outside numbers and names, each once, rising. */
  chars: Uint32Array;
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
  chars: new Uint32Array(),
  norm: 0,
  names: new Set(),
  numbers: new Set(),
  topics: [],
};

/** How every record opens and closes (who tells, over which line, that it be dealt with), and beside what it lies. */
const SET_PHRASE =
  /门口|附近|那边|旁边|对面|网格员|巡查(?:发现|上报)|(?:来电人|市民|网民|居民|群众|村民)?(?:来电|来访|来信|留言|上传照片|通过(?:网站|随手拍))?(?:反映|反应)(?:称|到)?|来电人称|现场无法当场处置|上报流转|尊敬的领导|[你您]好|我要反映一下|(?:希望|请|望|要求|麻烦)(?:有关|相关)?(?:部门)?(?:尽快|帮忙)?(?:处理|解决|查处|核实|回复|答复)(?:一下|并(?:回复|答复))?|谢谢/gu;

const HAN = /[\u4e00-\u9fff]+/gu;

/** Longer texts say the same again: what stands after so many characters is not read. */
const READ = 2_000;

function gramsOf(text: string): Uint32Array {
  const found = new Set<number>();
  for (const [run] of text.matchAll(HAN))
    for (let i = 0; i + 1 < run.length; i++) found.add(gramOf(run, i));
  return Uint32Array.from(found).sort();
}

/** Chinese characters of a text, each once, rising. */
export function charsOf(text: string): Uint32Array {
  const found = new Set<number>();
  for (const [run] of text.matchAll(HAN))
    for (let i = 0; i < run.length; i++) found.add(run.charCodeAt(i));
  return Uint32Array.from(found).sort();
}

/**
 * What a text says. Names of places and numbers with a unit are told apart from the rest, set phrases are
 * left out, and the rest is cut into pairs of characters.
 * @param subject masked headline of a case, '' where it has none
 * @param content masked
 * @param address masked; only says where it is
 */
export function featuresOf(subject: string, content: string, address = ''): Features {
  const head = placesOf(subject);
  const body = placesOf(content.slice(0, READ));
  const where = placesOf(address);
  const [title, text] = [head, body].map(({ rest }) => rest.replace(SET_PHRASE, ' ')) as [
    string,
    string,
  ];
  const said = `${title}\n${text}`;
  const grams = gramsOf(said);
  let norm = 0;
  for (const gram of grams) norm += gramWeight(gram) ** 2;
  const topicsOf = (of: string) =>
    [...new Set([...of.matchAll(TOPIC_WORD)].map(([word]) => TOPIC_OF.get(word)!))].sort(
      (a, b) => a - b,
    );
  const topics = topicsOf(title);
  const headGrams = gramsOf(title);
  const all = [head, body, where];
  return {
    grams,
    head: headGrams.length === 0 ? grams : headGrams,
    chars: charsOf(said),
    norm,
    names: new Set(all.flatMap(({ names }) => [...names])),
    numbers: new Set(all.flatMap(({ numbers }) => [...numbers])),
    topics: topics.length > 0 ? topics : topicsOf(text),
  };
}

/** Σ of what both have, by weight. */
function common(x: Uint32Array, y: Uint32Array, weight: (item: number) => number): number {
  let sum = 0;
  for (let i = 0, j = 0; i < x.length && j < y.length; ) {
    const [left, right] = [x[i]!, y[j]!];
    if (left === right) {
      sum += weight(left);
      i++;
      j++;
    } else if (left < right) i++;
    else j++;
  }
  return sum;
}

/** Weighted cosine of what two texts say: 0 nothing in common, 1 the same pairs. Symmetric. */
export function likeness(a: Features, b: Features): number {
  const shared = common(a.grams, b.grams, (gram) => gramWeight(gram) ** 2);
  return shared === 0 ? 0 : shared / Math.sqrt(a.norm * b.norm);
}

const charSquare = (char: number): number => charWeight(char) ** 2;
const charSum = (chars: Uint32Array): number => common(chars, chars, charSquare);

/**
 * Weighted cosine of the characters that two texts use, which in Chinese are morphemes: 路灯 and 灯全灭了 have
 * no pair in common, and 灯. Symmetric.
 */
export function charLikeness(a: Features, b: Features): number {
  const shared = common(a.chars, b.chars, charSquare);
  return shared === 0 ? 0 : shared / Math.sqrt(charSum(a.chars) * charSum(b.chars));
}

/** How much of some words a text says, by character, rare ones counting more: 0 to 1. */
export function saysOf(words: Uint32Array, { chars }: Features): number {
  const all = charSum(words);
  return all === 0 ? 0 : common(words, chars, charSquare) / all;
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
  let all = 0;
  for (const gram of head) all += gramWeight(gram);
  const said = common(head, grams, gramWeight);
  const rare = common(head, grams, (gram) => (gramWeight(gram) === 1 ? 1 : 0));
  return { share: all === 0 ? 0 : said / all, rare };
}
