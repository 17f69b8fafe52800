import { z } from 'zod';

/** How urgent a word makes what it is said of, the worst first: 紧急件, 热点件, 普通件 (domain §1.6). */
export const WORD_TAGS = ['urgent', 'hot', 'plain'] as const;
export type WordTag = (typeof WORD_TAGS)[number];

const Word = z
  .string()
  .min(2)
  .regex(/^[^\s,:，：]+$/u, 'a word without spaces, commas and colons');

/** Words and phrases that make a matter urgent, and where they do not. */
export const UrgentWords = z
  .strictObject({
    words: z
      .array(
        z.strictObject({
          /** What the words have in common, for those who keep the list. */
          about: z.string().min(1),
          tag: z.enum(WORD_TAGS),
          words: z.array(Word).min(1),
        }),
      )
      .default([]),
    /** Phrases that hold a word and mean something else, e.g. 死亡证明. */
    harmless: z.array(Word).default([]),
    /** What makes a whole clause one about no event, e.g. 演练. */
    contexts: z.array(Word).default([]),
    /** What makes a clause one about what might be, e.g. 一旦: an urgent word in it is a plain one. */
    possible: z.array(Word).default([]),
  })
  .superRefine(({ words, harmless, contexts, possible }, context) => {
    const seen = new Set<string>();
    const all = [...words.flatMap((group) => group.words), ...harmless, ...contexts, ...possible];
    for (const word of all) {
      if (seen.has(word)) context.addIssue({ code: 'custom', message: `"${word}" stands twice` });
      seen.add(word);
    }
  });
export type UrgentWords = z.output<typeof UrgentWords>;

/** Words found in a text: the worst tag among them, and the first few, those of that tag first. */
export interface FoundWords {
  tag: WordTag;
  words: readonly string[];
}

/** Words told of one text at most. */
const MOST = 5;
const CLAUSE_END = '[,。;!?\\n]';

type Meaning = WordTag | 'harmless' | 'context' | 'possible';

const escaped = (word: string): string => word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
const isWorse = (a: WordTag, b: WordTag): boolean => WORD_TAGS.indexOf(a) < WORD_TAGS.indexOf(b);

/** Full-width letters and signs as their plain ones, letters small. */
const plain = (text: string): string => text.normalize('NFKC').toLowerCase();

/**
 * Finds the words of a list in texts, clause by clause, at each place the longest (正向最大匹配), so that a
 * harmless phrase hides the word that it begins with or holds. What it finds is as `writeWords` writes it;
 * '': nothing.
 */
export function createWordFinder(list: UrgentWords): (text: string) => string {
  const meanings = new Map<string, Meaning>();
  for (const { tag, words } of list.words) for (const word of words) meanings.set(plain(word), tag);
  for (const word of list.harmless) meanings.set(plain(word), 'harmless');
  for (const word of list.contexts) meanings.set(plain(word), 'context');
  for (const word of list.possible) meanings.set(plain(word), 'possible');
  const words = [...meanings.keys()].sort((a, b) => b.length - a.length).map(escaped);
  const any = new RegExp([...words, CLAUSE_END].join('|'), 'g');

  return (text) => {
    const found = new Map<string, WordTag>();
    let clause: [word: string, tag: WordTag][] = [];
    let context = false;
    let possible = false;
    const endClause = () => {
      for (const [word, tag] of context ? [] : clause) {
        const now = possible && tag === 'urgent' ? 'plain' : tag;
        const before = found.get(word);
        if (before === undefined || isWorse(now, before)) found.set(word, now);
      }
      clause = [];
      context = false;
      possible = false;
    };
    for (const word of plain(text).match(any) ?? []) {
      const meaning = meanings.get(word);
      if (meaning === undefined) endClause();
      else if (meaning === 'context') context = true;
      else if (meaning === 'possible') possible = true;
      else if (meaning !== 'harmless') clause.push([word, meaning]);
    }
    endClause();
    const sorted = [...found].sort(([, a], [, b]) => WORD_TAGS.indexOf(a) - WORD_TAGS.indexOf(b));
    const [worst] = sorted;
    if (worst === undefined) return '';
    return writeWords({ tag: worst[1], words: sorted.slice(0, MOST).map(([word]) => word) });
  };
}

/** Found words as the hop that states the text carries them, e.g. `urgent:燃气泄漏,爆炸`. */
export const writeWords = ({ tag, words }: FoundWords): string => `${tag}:${words.join(',')}`;

/** Null: none were found. */
export function readWords(written: string): FoundWords | null {
  const [tag = '', words = ''] = written.split(':');
  const known = WORD_TAGS.find((each) => each === tag);
  return known === undefined ? null : { tag: known, words: words.split(',') };
}
