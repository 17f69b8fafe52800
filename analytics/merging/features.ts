import { charSquares, gramSquare, isRare, total } from './common.ts';
import { charsOf, gramsOf } from './grams.ts';
import { placesOf } from './place-words.ts';
import { type Sense, senseOf } from './sense.ts';
import { topicsOf } from './topics.ts';

/** What a text says, as it is compared. */
export interface Features {
  /** Pairs of adjacent Chinese characters outside numbers and names, each once, rising. */
  grams: Uint32Array;
  /** Those of its headline: of the subject, or of all where there is none. */
  head: Uint32Array;
  /** Chinese characters outside numbers and names, each once, rising. */
  chars: string;
  /** Lengths of `grams` and `chars` by weight; 0: it says nothing in Chinese. */
  norm: number;
  charNorm: number;
  /** Words of place: `路太阳`, the kind before the two characters that name it, each once. */
  names: readonly string[];
  /** Numbers of houses, buildings, groups: `号120`, the kind before the number, each once. */
  numbers: readonly string[];
  /** Topics whose words it uses. */
  topics: readonly number[];
  /** What it is about. */
  sense: Sense;
}

/** A text that says nothing. */
export const NOTHING: Features = {
  grams: new Uint32Array(),
  head: new Uint32Array(),
  chars: '',
  norm: 0,
  charNorm: 0,
  names: [],
  numbers: [],
  topics: [],
  sense: '',
};

/** How every record opens and closes (who tells, over which line, that it be dealt with), and beside what it lies. */
const SET_PHRASE =
  /门口|附近|那边|旁边|对面|网格员|巡查(?:发现|上报)|(?:来电人|市民|网民|居民|群众|村民)?(?:来电|来访|来信|留言|上传照片|通过(?:网站|随手拍))?(?:反映|反应)(?:称|到)?|来电人称|现场无法当场处置|上报流转|尊敬的领导|[你您]好|我要反映一下|(?:希望|请|望|要求|麻烦)(?:有关|相关)?(?:部门)?(?:尽快|帮忙)?(?:处理|解决|查处|核实|回复|答复)(?:一下|并(?:回复|答复))?|谢谢/gu;

/** Longer texts say the same again: what stands after so many characters is not read. */
const READ = 2_000;

/**
 * What a text says. Names of places and numbers with a unit are told apart from the rest, set phrases are
 * left out, and the rest is cut into pairs of characters.
 * @param subject masked headline of a case, '' where it has none
 * @param content masked
 * @param address masked; only says where it is
 */
export function featuresOf(subject: string, content: string, address = ''): Features {
  const all = [subject, content.slice(0, READ), address].map((text) =>
    placesOf(text.replace(SET_PHRASE, ' ')),
  );
  const [title, text] = all.map(({ rest }) => rest) as [string, string];
  const said = `${title}\n${text}`;
  const [grams, head, chars] = [gramsOf(said), gramsOf(title), charsOf(said)];
  const topics = topicsOf(title);
  return {
    grams,
    head: head.length === 0 ? grams : head,
    chars,
    norm: Math.sqrt(total(grams, gramSquare)),
    charNorm: Math.sqrt(charSquares(chars)),
    names: once(all.flatMap(({ names }) => names)),
    numbers: once(all.flatMap(({ numbers }) => numbers)),
    topics: topics.length > 0 ? topics : topicsOf(text),
    sense: senseOf(grams, chars),
  };
}

const NO_WORDS: readonly string[] = [];
const once = (words: readonly string[]): readonly string[] =>
  words.length === 0 ? NO_WORDS : [...new Set(words)];

/** Pairs of a text that stand in few of all messages. */
export function* rareOf({ grams }: Features): Iterable<number> {
  for (const gram of grams) if (isRare(gram)) yield gram;
}
