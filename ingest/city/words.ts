import { mix32, type Random, random } from '../../config/deployment/random.ts';
import type { Site } from './matters.ts';

const SURNAMES = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文',
];
const GIVEN = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国红梅志文晓春雪琴小峰海燕鹏飞雅婷浩宇欣怡佳琪梓涵永康根福荣林金泉阿水巧珍凤仙惠良',
];
const PREFIXES = [
  '138',
  '139',
  '158',
  '159',
  '189',
  '177',
  '186',
  '135',
  '137',
  '151',
  '180',
  '133',
];
const ROADS = [
  '太阳路',
  '苏埭路',
  '广济北路',
  '永青路',
  '旺盛路',
  '兴旺路',
  '方桥路',
  '黄蠡路',
  '春旺路',
  '长泰路',
  '生田路',
  '张庄路',
  '占上路',
  '民安路',
];
const ESTATES = ['花园', '新村', '家园', '雅苑', '名邸', '公寓'];
const SHOPS = {
  shop: [
    '鑫旺五金店',
    '便民超市',
    '好又多水果店',
    '四季鲜果',
    '顺达汽修',
    '康宁大药房',
    '平价烟酒行',
    '新时代网吧',
    '宏运电动车行',
    '万家建材',
    '惠民日杂店',
    '美家窗帘店',
  ],
  eatery: [
    '老李记面馆',
    '皖北土菜馆',
    '兄弟烧烤',
    '永和早点铺',
    '一品香卤味',
    '小杨生煎',
    '蜀香火锅',
    '苏式糕团店',
    '湘味小厨',
    '东北饺子馆',
    '阿婆馄饨',
    '大排档',
  ],
  club: [
    '阿珍理发店',
    '佳佳母婴店',
    '阳光洗衣店',
    '动力健身房',
    '丽人美容院',
    '童星培训班',
    '清泉浴室',
    '水韵游泳馆',
  ],
} as const;
const FIRM_A = ['恒', '鑫', '华', '诚', '宏', '瑞', '捷', '永', '联', '东', '新', '吉'];
const FIRM_B = ['达', '盛', '源', '泰', '力', '创', '隆', '兴', '信', '翔'];
const TRADES = [
  '精密机械',
  '电子科技',
  '线路板',
  '金属制品',
  '包装材料',
  '塑胶',
  '模具',
  '自动化设备',
  '钣金',
  '表面处理',
  '印刷',
  '家具',
];
const RIVERS = ['西塘河', '黄桥港', '胡湾河', '朝阳河', '生田河', '占上河', '方浜', '木巷浜'];
const SITES = ['安置房二期', '商务广场', '学校扩建', '标准厂房', '雨污分流', '道路改造'];

/** How many people of a subdistrict may call, at scale 1. */
const RESIDENTS = 40_000;
/** The few that call again and again, and their share of the calls. */
const REGULARS = { people: 150, share: 0.06 };

/** Somebody who calls. The same person has the same name and number whenever they call. */
export interface Person {
  name: string;
  phone: string;
}

export function personOf(number: number): Person {
  const rng = random(mix32(number + 0x51ed));
  const given = rng.pick(GIVEN) + (rng.chance(0.72) ? rng.pick(GIVEN) : '');
  const digits = String(rng.below(1e8)).padStart(8, '0');
  return { name: rng.pick(SURNAMES) + given, phone: rng.pick(PREFIXES) + digits };
}

/** Who calls, out of a population that grows with the scale. */
export const callerOf = (rng: Random, scale: number): Person =>
  personOf(
    rng.chance(REGULARS.share)
      ? rng.below(Math.ceil(REGULARS.people * scale))
      : rng.below(Math.ceil(RESIDENTS * scale)),
  );

/** Words that the templates of a matter ask for. */
export type Words = Readonly<Record<string, string>>;

/** 黄桥村 → 黄桥 */
const bare = (community: string): string => community.replace(/(村|社区)$/, '');

/** The spot of a matter in words, and the figures that go with it. */
export function wordsFor(site: Site, community: string, rng: Random): Words {
  const road = rng.pick(ROADS);
  const number = 1 + rng.below(280);
  const shop = rng.pick(SHOPS[site === 'eatery' || site === 'club' ? site : 'shop']);
  const estate = `${bare(community)}${rng.pick(ESTATES)}`;
  const at = ((): string => {
    switch (site) {
      case 'road':
        return rng.chance(0.3)
          ? `${road}与${rng.pick(ROADS.filter((other) => other !== road))}路口`
          : `${community}${road}${number}号附近`;
      case 'estate':
        return `${estate}${1 + rng.below(36)}幢`;
      case 'village':
        return `${community}${1 + rng.below(24)}组`;
      case 'shop':
      case 'eatery':
      case 'club':
        return `${road}${number}号${shop}`;
      case 'firm':
        return `${bare(community)}工业园苏州${rng.pick(FIRM_A)}${rng.pick(FIRM_B)}${rng.pick(TRADES)}有限公司`;
      case 'river':
        return `${rng.pick(RIVERS)}${road}桥段`;
      case 'site':
        return `${road}${rng.pick(SITES)}项目`;
    }
  })();
  return {
    at,
    road,
    shop,
    estate,
    community,
    n: String(2 + rng.below(9)),
    m: String(10 * (1 + rng.below(18))),
    days: String(2 + rng.below(28)),
    hour: String(18 + rng.below(6)),
  };
}

/** A template with its {words} put in. */
export const fill = (template: string, words: Words): string =>
  template.replace(/\{(\w+)\}/g, (_, word: string) => words[word] ?? '');

const OPENINGS: Readonly<Record<string, readonly string[]>> = {
  phone: ['来电人反映:', '市民来电反映:', '来电人称,'],
  web: ['网民留言:', '市民通过网站反映:'],
  app: ['市民通过随手拍反映:', '市民上传照片反映:'],
  visit: ['居民来访反映:'],
  media: ['网络平台转来:'],
};
const ASKS: Readonly<Record<string, readonly string[]>> = {
  complaint: ['望有关部门尽快查处并回复。', '要求整改并告知处理结果。', '希望彻底解决,不要反复。'],
  help: ['请尽快派人处理。', '望协助解决。', '请安排人员到场查看。'],
  consultation: ['请告知具体政策和办理流程。', '请相关部门解答。'],
  suggestion: ['建议相关部门研究。', '希望纳入今年的改造计划。'],
  report: ['要求查处,并对举报人信息保密。', '请有关部门核查。'],
  praise: ['特此表示感谢。', '希望给予表扬。'],
  other: ['请核实处理。'],
};

/** Body of an order: who says it how, what is wrong, since when, and what is asked for. */
export const orderText = (
  channel: string,
  type: string,
  subject: string,
  detail: string,
  rng: Random,
): string =>
  `${rng.pick(OPENINGS[channel] ?? OPENINGS.phone!)}${subject},${detail}。${rng.pick(ASKS[type] ?? ASKS.other!)}`;
