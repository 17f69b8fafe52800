import {
  CLOSING,
  COMPOUND,
  isStrong,
  LABEL,
  MORE_WORDS,
  NEVER,
  NO_NAME,
  NOBODY,
  NOT_GIVEN,
  PLACES,
  ROLE,
  STRONG,
  TITLE,
  TO,
  TRADE,
  USUAL,
  VERB,
  WEAK,
} from './name-words.ts';

/*
 * Names of persons in Chinese free text. A name is a family name and one or two signs; what makes it one
 * is where it stands: before a title (张先生), behind a word that a person follows (联系人, 我叫, 邻居), beside
 * a phone number, or between the ends of clauses. Family names that are common words as well (高, 方, 于)
 * need more of that than others. Two signs that are a word of the language (张贴, 马上) begin no name.
 */

/** What each sign may be in a name. */
const SIGNS = new Uint8Array(0x10000);
const [FAMILY, PAIR, GIVEN, COMMON] = [1, 2, 4, 8];
for (let code = 0x3400; code < 0xa000; code++) SIGNS[code] = GIVEN;
const mark = (signs: string, as: (before: number) => number) => {
  for (const sign of signs) SIGNS[sign.charCodeAt(0)] = as(SIGNS[sign.charCodeAt(0)] as number);
};
mark(NEVER, (was) => was & ~GIVEN);
mark(USUAL, (was) => was | COMMON);
mark(STRONG + WEAK, (was) => was | FAMILY);
mark(COMPOUND.replace(/(.).\|?/g, '$1'), (was) => was | PAIR);
const signAt = (text: string, at: number): number => SIGNS[text.charCodeAt(at)] ?? 0;

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
const MOST_KNOWN = 50_000;
const words = new Map<string, boolean>();
/** Whether two signs are one word of the language. */
function isWord(two: string): boolean {
  let found = words.get(two);
  if (found === undefined) {
    if (words.size >= MOST_KNOWN) words.clear();
    found =
      MORE_WORDS.includes(two) ||
      (!NOBODY.includes(two) && [...segmenter.segment(two)].length === 1);
    words.set(two, found);
  }
  return found;
}

/** Words of one to five signs, looked up by their ends. */
const listed = (text: string): ReadonlySet<string> => new Set(text.split('|'));
const [labels, roles, verbs] = [listed(LABEL), listed(ROLE), listed(VERB)];
const [closing, places] = [listed(CLOSING), listed(PLACES)];
const PLACE_AFTER = /^(?:路|街|巷|大道|高架|公园|小区|公司|中学|小学|大厦|广场|[东西南北中]路)/;
const [trades, compounds] = [listed(TRADE), listed(COMPOUND)];
const titles = new Set([...listed(TITLE), ...trades]);
const END = /[\s，。、；：！？,.;:!?（()）“”"'《》【】\d*+/]/;
const OPEN = /[\s，。、；：！？,.;:!?（(“"《》】]/;

/** What stands before a name: a word that a name follows, or the beginning of a clause. */
function before(text: string, at: number): 'label' | 'role' | 'verb' | 'open' | null {
  let end = at;
  while (end > 0 && /[\s:：是为叫]/.test(text[end - 1] as string) && at - end < 3) end--;
  for (let n = 5; n >= 2; n--) {
    const word = text.slice(Math.max(0, end - n), end);
    if (labels.has(word) || labels.has(text.slice(Math.max(0, at - n), at))) return 'label';
    if (roles.has(word)) return 'role';
  }
  if (verbs.has(text.slice(Math.max(0, at - 2), at)) || verbs.has(text[at - 1] ?? ''))
    return 'verb';
  return at === 0 || OPEN.test(text[at - 1] as string) ? 'open' : null;
}

/** Words after which hardly anything but a person comes. */
const ASKED = /(?:找|(?<!申)请|叫|联系|举报|投诉|告知|(?<![证数根依单收])据|(?<![理自因缘])由)$/;
const TOWARDS = /[向与跟对被给让问骂欠]/;
/** 四月, 三楼: a number, no name. */
const COUNTED = /^[一二三四五六七八九十]{1,2}[月点年日号楼层个次天期栋幢人名户家区组节\d]/;

const startsWith = (set: ReadonlySet<string>, text: string, at: number): boolean =>
  set.has(text[at] as string) || set.has(text.slice(at, at + 2));
const ends = (text: string, at: number): boolean =>
  at >= text.length || END.test(text[at] as string);
/** Whether a name may end here: the clause does, or another word begins. */
const closes = (text: string, at: number): boolean =>
  ends(text, at) || startsWith(closing, text, at) || isWord(text.slice(at, at + 2));

/** 由于, 对于, 位于 …: no family name. */
const isAt = (text: string, at: number): boolean =>
  text[at] === '于' && /[由对位关属处至等在过基鉴终用]/.test(text[at - 1] ?? '');

/** Length of the given name of a `family` name that ends at `start`, judged by what stands around; 0: it is none. */
function givenAt(text: string, at: number, family: string): number {
  const start = at + family.length;
  const [first, second] = [signAt(text, start), signAt(text, start + 1)];
  if (!(first & GIVEN)) return 0;
  const strong = isStrong(family);
  const two = (second & GIVEN) !== 0;
  const usual = (first & COMMON) !== 0;
  const both = usual && two && (second & COMMON) !== 0;
  const [one, all] = [closes(text, start + 1), closes(text, start + 2)];
  if (!strong && !one && !all && !both) return 0;
  const left = before(text, at);
  const word = family.length === 1 && isWord(family + text[start]);
  if (left === 'label') {
    if (word && !ends(text, start + 1) && !(two && all)) return 0;
    return two && !(one && !all) ? 2 : 1;
  }
  const role = left === 'role';
  const sure = role || ASKED.test(text.slice(Math.max(0, at - 2), at));
  const towards = TOWARDS.test(text[at - 1] ?? '');
  const either = two && (usual || (second & COMMON) !== 0);
  if (NOT_GIVEN.has(text.slice(start, start + 2)) || isAt(text, at)) return 0;
  if (NO_NAME.has(text.slice(at, at + 2))) return 0;
  if (COUNTED.test(text.slice(start, start + 3))) return 0;
  if (!both && startsWith(places, text, start + 1)) return 0;
  const long = two && !startsWith(places, text, start + 2);
  if (word || TO.has(family) || family === '东方') {
    const apart = left === 'open' && (!word || ends(text, start + 2));
    if (long && both && all && (sure || apart || towards || (strong && left !== null))) return 2;
    const stands = sure ? one : left === 'open' && ends(text, start + 1);
    return stands && usual && (!word || (sure && strong)) ? 1 : 0;
  }
  if (!sure && at > 0 && isWord(text[at - 1] + family)) return 0;
  if (long) {
    if (role && (both || (all && (strong || either)))) return 2;
    if (all && both && (strong || left !== null)) return 2;
    if (all && either && strong && left !== null) return 2;
  }
  if (one && !places.has(text[start] as string)) {
    if (role && (strong || usual || ends(text, start + 1))) return 1;
    if ((strong || usual) && (sure || towards)) return 1;
    if (usual && (strong ? left !== null : left === 'open' && ends(text, start + 1))) return 1;
  }
  return role && strong && long ? 2 : 0;
}

const NO_PERSON = /^(?:[些个种天日年月地一]|处(?!理))/;

/** The given name and title behind a family name: 张先生, 刘德华先生, 王某; null: there is no title. */
function titledAt(
  text: string,
  at: number,
  family: string,
): { rest: number; title: string } | null {
  const start = at + family.length;
  if (text[start] === '某')
    return family === '向' || isAt(text, at) || NO_PERSON.test(text.slice(start + 1))
      ? null
      : { rest: 0, title: '某' };
  for (let rest = 0; rest <= 2; rest++) {
    if (rest > 0 && !(signAt(text, start + rest - 1) & GIVEN)) return null;
    const title = text.slice(start + rest, start + rest + 2);
    if (titles.has(title)) {
      const name = text.slice(start, start + rest);
      const trade = trades.has(title);
      const wrong =
        rest === 0
          ? (trade && '向全时安任'.includes(family)) || isAt(text, at)
          : NOT_GIVEN.has(name) ||
            (trade && rest === 1 && isWord(family + name)) ||
            (trade && at > 0 && isWord(text[at - 1] + family));
      return wrong ? null : { rest, title };
    }
  }
  return null;
}

/** Whether a road or firm of that name is in the text: 万家丽, of 万家丽路. */
function isPlace(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (PLACE_AFTER.test(text.slice(at + name.length, at + name.length + 2))) return true;
  return false;
}

/** Text in which persons cannot be told by their names any more; of full names the family name stays. */
export function maskNames(text: string): string {
  /** What names somebody, once told known wherever it stands, with its mask. */
  const found = new Map<string, string>();
  for (let at = 0; at < text.length; at++) {
    const sign = signAt(text, at);
    if (!(sign & (FAMILY | PAIR))) continue;
    const pair = sign & PAIR ? text.slice(at, at + 2) : '';
    const family = compounds.has(pair) ? pair : sign & FAMILY ? (text[at] as string) : '';
    if (family === '') continue;
    const titled = titledAt(text, at, family);
    const given = titled?.rest ?? givenAt(text, at, family);
    if (titled === null && given === 0) continue;
    const end = at + family.length + given;
    if (given > 0) found.set(text.slice(at, end), family + '*'.repeat(given));
    else found.set(family + titled?.title, `*${titled?.title}`);
    at = end - 1;
  }
  if (found.size === 0) return text;
  let masked = text;
  for (const name of found.keys()) if (isPlace(text, name)) found.delete(name);
  for (const [name, mask] of [...found].sort(([a], [b]) => b.length - a.length))
    masked = masked.replaceAll(name, mask);
  return masked;
}
