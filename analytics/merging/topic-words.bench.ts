import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { charsOf, gramsOf } from './grams.ts';
import { realMessages } from './messages.ts';
import { TOPICS } from './topics.ts';

/**
 * `npm run bench -- topic-words`: learns from 4,326 real messages which characters and pairs of them stand with
 * the words of a topic in one sentence (`topics.json`), and writes them to `topic-words.json`: 电锯, which no
 * list names, stands with 噪音 and 工地. No seeded text has a part in it.
 */

/** A character or pair stands in so many sentences, of so many months, at least: a name of one season is no word. */
const SENTENCES = 4;
const MONTHS = 6;
/** What stands in a greater share of all sentences tells of nothing. */
const COMMON = 0.2;
/** So many sentences that are as any other are added to those in which it stands (a rare one proves little). */
const PRIOR = 3;
/** It stands so many times as often in sentences of the topic as in any, as a natural logarithm; in steps. */
const LEAST = 1;
const STEP = 0.5;
/** So many of a topic are kept, those that stand in the most of its sentences for what they weigh. */
const KEPT = 300;

const messages = realMessages();
if (!messages) {
  console.log('skipped: no ../shared/data');
  process.exit();
}
const sentences = messages.flatMap(({ subject, content, at }) =>
  `${subject}。${content}`
    .split(/[。！？；\n!?;]+/u)
    .filter((text) => text.length > 6)
    .map((text) => ({ text, month: DateTime.fromMillis(at).toFormat('yyyy-MM') })),
);

interface Term {
  sentences: number;
  months: Set<string>;
  /** Sentences of each topic in which it stands. */
  with: Uint32Array;
}
const found = { chars: new Map<number, Term>(), pairs: new Map<number, Term>() };
const touched = new Uint32Array(TOPICS.length);
for (const { text, month } of sentences) {
  const topics = TOPICS.flatMap(({ words }, i) =>
    words.some((word) => text.includes(word)) ? [i] : [],
  );
  for (const topic of topics) touched[topic]!++;
  for (const [kind, of] of [
    ['chars', [...charsOf(text)].map((char) => char.charCodeAt(0))],
    ['pairs', gramsOf(text)],
  ] as const)
    for (const key of of) {
      let term = found[kind].get(key);
      if (!term) {
        term = { sentences: 0, months: new Set(), with: new Uint32Array(TOPICS.length) };
        found[kind].set(key, term);
      }
      term.sentences++;
      term.months.add(month);
      for (const topic of topics) term.with[topic]!++;
    }
}

const textOf = (key: number): string =>
  key > 0xffff ? String.fromCharCode(key >>> 16, key & 0xffff) : String.fromCharCode(key);
const terms = [...found.chars, ...found.pairs].filter(
  ([, term]) =>
    term.sentences >= SENTENCES &&
    term.sentences <= COMMON * sentences.length &&
    term.months.size >= MONTHS,
);
const learnt = TOPICS.map(({ topic }, i) => {
  const share = touched[i]! / sentences.length;
  const kept = terms
    .map(([key, term]) => {
      const rate = (term.with[i]! + PRIOR * share) / (term.sentences + PRIOR);
      const weight = Math.log(rate / share);
      return { key, weight, worth: weight * Math.sqrt(rate * term.sentences) };
    })
    .filter(({ weight }) => weight >= LEAST)
    .sort((a, b) => b.worth - a.worth || a.key - b.key)
    .slice(0, KEPT);
  const tiers = (isOfKind: (key: number) => boolean) => {
    const of = new Map<number, string>();
    for (const { key, weight } of kept) {
      const tier = Math.round(weight / STEP) * STEP;
      if (isOfKind(key)) of.set(tier, (of.get(tier) ?? '') + textOf(key));
    }
    return [...of].sort(([a], [b]) => b - a).map(([weight, words]) => ({ weight, of: words }));
  };
  return { topic, chars: tiers((key) => key <= 0xffff), pairs: tiers((key) => key > 0xffff) };
});
const file = join(import.meta.dirname, 'topic-words.json');
writeFileSync(file, `${JSON.stringify(learnt, null, 2)}\n`);
console.log(
  `${sentences.length} sentences of ${messages.length} messages: ` +
    `${learnt.length} topics, up to ${KEPT} characters and pairs each, to ${file}`,
);
