import { isRare } from './common.ts';
import { gramOf } from './grams.ts';

/** What a text tells of where. */
export interface PlaceWords {
  /** Words of place: `路太阳`, the kind before the two characters that name it. */
  names: string[];
  /** Numbers of houses, buildings, groups: `号120`, the kind before the number; crossings: `口`; firms: `企…`. */
  numbers: string[];
  /** The text without them. */
  rest: string;
}

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
  河: '河',
  工业园: '园',
  工业区: '园',
};
/** 黄桥家园 and 黄桥新村 are two estates. */
const OWN: ReadonlySet<string> = new Set(['花园', '家园', '新村', '公寓', '雅苑', '名邸']);
const NAME =
  /([\u4e00-\u9fff]{2})(大道|社区|小区|花园|家园|新村|公寓|雅苑|名邸|苑|工业园|工业区|路(?![口面灯人板由径])|街(?![道坊])|巷|河(?![道水面里边岸床东西南北中沟湾畔苑路街小])|村(?![民委里]))/gu;
/** 停在路边, 这条马路, 柏油路: what stands before the kind is no name. */
const NO_NAME =
  /^[的了在是于把被将对从往为该这那此]|[马道铁线公条的了该本此整这那某些个修走么丢夜在得着沿跑]$|柏油|水泥|沥青|断头|投无/u;

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
  /(?<![\d月年第])([A-Z]?\d{1,5}|[一二三四五六七八九十百]{1,5})(号楼(?![下底])|栋|幢|座(?![位谈])|号(?![线召称])|组(?![织成建])|单元|室|弄)/gu;

/** A firm by what stands before its form: 苏州新创塑胶有限公司 is 州新创塑胶. */
const FIRM = /([\u4e00-\u9fff]{2,6})(?=有限公司|有限责任公司|股份公司|集团)/gu;

/** Stands where a number with a unit stood. */
const NUMBERED = '#';
/** What stands before it is a name, however common its words: 太阳路12号, 太阳路与生田路路口. */
const NAMED_AFTER = /^(?:#|路口|交叉口|与|和..路)/u;
const CROSSING = /^(?:路口|交叉口)/u;

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

/** Tells numbers with a unit, firms and names of places apart from the rest. Full-width forms are folded (NFKC). */
export function placesOf(text: string): PlaceWords {
  const numbers: string[] = [];
  const names: string[] = [];
  const rest = text
    .normalize('NFKC')
    .replace(NUMBER, (_, number: string, unit: string) => {
      numbers.push(UNITS[unit]! + plainNumber(number));
      return NUMBERED;
    })
    .replace(FIRM, (_, firm: string) => {
      numbers.push(`企${firm}`);
      return ' ';
    })
    .replace(NAME, (all, name: string, suffix: string, at: number, whole: string) => {
      // 我们小区, 整个小区: a common word before the kind is no name, but 太阳路12号 is
      const after = whole.slice(at + all.length, at + all.length + 4);
      const isName = isRare(gramOf(name, 0)) || NAMED_AFTER.test(after);
      if (!isName || NO_NAME.test(name)) return all;
      if (CROSSING.test(after)) numbers.push('口');
      names.push(KINDS[suffix]! + name + (OWN.has(suffix) ? suffix : ''));
      return ' ';
    });
  return { numbers, names, rest };
}
