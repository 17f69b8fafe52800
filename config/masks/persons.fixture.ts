/** Numbers in [0, 1) by mulberry32: the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The hundred commonest family names, each as often as it occurs among 10,000 people; then two-sign ones. */
const FAMILIES =
  '王721李709张676刘532陈452杨308赵223黄222周212吴201徐144孙134胡131朱126高117林117何117郭115马105罗86梁85宋82郑78谢76韩68唐66冯64于63董61萧59程58曹57袁54邓54许54傅51沈50曾50彭49吕46苏46卢45蒋45蔡44贾42丁42魏41薛41叶40阎40余39潘39杜39戴38夏38钟37汪37田37任36姜35范35方34石34姚33谭32廖31邹30熊30金30陆29郝27孔26白26崔26康25毛25邱25秦25江24史24顾24侯24邵23孟22龙22万22段21雷21钱21汤21尹20黎20易20常20武20乔20贺19赖19龚18文18欧阳12上官4诸葛4司马4皇甫3慕容3令狐2尉迟2司徒2夏侯2公孙2';
/** Given names as they are borne, old and young; one of fifty is of rare signs. */
const GIVEN =
  '建国 志强 秀英 桂兰 浩然 子涵 梓萱 国庆 小明 伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 涛 明 超 霞 平 刚 桂英 玉兰 秀兰 凤英 玉珍 建华 建军 文斌 志明 海燕 晓东 春梅 雪梅 丽华 丽娟 俊杰 宇轩 欣怡 诗涵 佳怡 思远 家豪 天佑 永福 根生 金宝 阿根 水根 福生 长庚 大勇 小红 小燕 爱民 爱国 卫东 卫国 红梅 红卫 立新 新民 学文 振华 振宇 正刚 成龙 德胜 德华 宝玉 云飞 鹏飞 晓峰 晓丽 海波 海涛 庆华 庆丰 兴旺 兴国 中华 荣华 贵生 瑞芳 翠花 彩霞 巧珍 美玲 美娟 慧敏 雅琴 若曦 沐辰 奕辰 梦琪 雨桐 语嫣 一诺 可馨 晨曦 楚涵 煜城 菊业 四娇 维山 友根 招娣 来弟 火根 三毛 银凤 阿大 惠民 江涛 春生 秋生 冬梅 夏雨 清 亮 斌 辉 鑫 莹 倩 颖 璐 瑶 雯 琳 晨 浩 凯 旭 峰 健 飞'.split(
    ' ',
  );
const RARE = '骞 翀 喆 旻昊 珅 蕤 槿 婧 琰 镕基'.split(' ');
/** Sentences of orders around a name. */
const SENTENCES =
  '联系人：@，电话见附件|我叫@，住在本小区|邻居@半夜吵闹|业主@反映楼道堆物|请联系@，谢谢|投诉@占用消防通道|房东@拒不退押金|@说物业不管|物业工作人员@态度恶劣|当事人@（已联系）|老人@独居，无人照看|经核实，@已搬走|由@负责清理|车主@的车挡路|法定代表人@|居民@、村民@反映路灯不亮|向@追讨工资|邻居@和楼上@打架|其子@欠款不还|签收人 @|网格员@已上门|与@沟通，对方不配合|@，男，45岁，本地人|告知诉求人@|经办人:@|户主@家漏水|楼上@家装修噪音|包工头@拖欠工资|据@称，夜间施工|患者@无法就医|学生@被打|@来电反映垃圾未清|举报@违建|保安@不让进门|司机@闯红灯|被告知找@处理|店主@占道经营|负责人是@。|本人@，系该小区业主|同事@的电动车被偷|老板@欠薪跑路|请@尽快回复|（@）|“@”'.split(
    '|',
  );
const TITLES = '先生 女士 小姐 阿姨 叔叔 大爷 师傅 老师 某某 某 大妈 奶奶 医生 老板 经理'.split(
  ' ',
);
const TITLED =
  '请联系@|@反映楼道堆物|楼上@家漏水|找@处理|（@，本地人）|邻居@养狗|@说物业不管|已告知@|据@称'.split(
    '|',
  );

/** A text, and what of it must not be readable any more. */
export interface Planted {
  text: string;
  names: string[];
}

/** Texts about persons who do not exist. */
export function createPersons(random: () => number) {
  const among = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const families = [...FAMILIES.matchAll(/([^\d]+)(\d+)/g)].flatMap(([, name = '', n]) =>
    Array.from({ length: Number(n) }, () => name),
  );
  const person = () => ({ family: among(families), given: among(random() < 0.02 ? RARE : GIVEN) });
  return {
    /** A sentence with names; `names` are the given names, which no mask may leave. */
    named(): Planted {
      const names: string[] = [];
      const text = among(SENTENCES).replaceAll('@', () => {
        const { family, given } = person();
        names.push(family + given);
        return family + given;
      });
      return { text, names };
    },
    titled(): Planted {
      const name = among(families) + among(TITLES);
      return { text: among(TITLED).replace('@', name), names: [name] };
    },
    /** Full name and title. */
    formal(): Planted {
      const { family, given } = person();
      const title = among(TITLES.slice(0, 8));
      return { text: among(TITLED).replace('@', family + given + title), names: [family + given] };
    },
  };
}
