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
  })
  .superRefine(({ words, harmless, contexts }, context) => {
    const seen = new Set<string>();
    for (const word of [...words.flatMap((group) => group.words), ...harmless, ...contexts]) {
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
const CLAUSE_ENDS = /[,。;!?\n]+/u;

type Meaning = WordTag | 'harmless' | 'context';

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
  /** By first character, the longest first. */
  const byFirst = new Map<string, string[]>();
  for (const word of [...meanings.keys()].sort((a, b) => b.length - a.length)) {
    const first = word.charAt(0);
    byFirst.set(first, [...(byFirst.get(first) ?? []), word]);
  }

  const inClause = (clause: string): [word: string, tag: WordTag][] => {
    const found: [string, WordTag][] = [];
    for (let at = 0; at < clause.length; ) {
      const word = byFirst.get(clause.charAt(at))?.find((each) => clause.startsWith(each, at));
      const meaning = word === undefined ? undefined : meanings.get(word);
      if (meaning === 'context') return [];
      if (word !== undefined && meaning !== undefined && meaning !== 'harmless')
        found.push([word, meaning]);
      at += word?.length ?? 1;
    }
    return found;
  };

  return (text) => {
    const found = new Map(plain(text).split(CLAUSE_ENDS).flatMap(inClause));
    const tag = WORD_TAGS.find((each) => [...found.values()].includes(each));
    if (tag === undefined) return '';
    const words = WORD_TAGS.flatMap((each) =>
      [...found].filter(([, of]) => of === each).map(([word]) => word),
    );
    return writeWords({ tag, words: words.slice(0, MOST) });
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
