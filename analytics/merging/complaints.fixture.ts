import { mix32, type Random, random } from '../../config/deployment/random.ts';
import type { Report } from './report.ts';

/**
 * Seeded complaints of which the truth is known: every matter is told several times, by other people over
 * other lines in other words, and beside each stand matters that are easily taken for it: another matter
 * at the same house, the same kind of matter at another house of the road or in another village, and the
 * same again a season later.
 */

const DAY = 86_400_000;
const METRES_A_DEGREE = 111_000;

interface Kind {
  category: readonly [string, string, string];
  /** Where it happens: along a road, in a housing estate, in a village. */
  site: 'road' | 'estate' | 'village';
  /** What is wrong, each in words of its own. */
  what: readonly string[];
  /** More words for it: those with which a way of judging is chosen, and those on which only figures are told. */
  held: readonly string[];
  last: readonly string[];
  /** What it does to people. */
  harm: readonly string[];
}

const KINDS: readonly Kind[] = [
  {
    category: ['城市管理', '市容环境', '暴露垃圾'],
    site: 'road',
    what: [
      '路边堆了一大堆生活垃圾没人清',
      '垃圾成堆，好几天没有清运',
      '有人乱倒垃圾，垃圾都漫到人行道上了',
      '垃圾桶满出来了，保洁一直没来收',
    ],
    held: ['绿化带里扔满了塑料袋和剩饭', '装修剩下的废料丢在路旁无人处理'],
    last: ['快递箱和烂菜叶乱丢一地，几个月没人扫', '拆下来的旧沙发破床垫扔在外面没人拖走'],
    harm: ['臭得不得了', '苍蝇很多，气味难闻', '走路都要绕开', '天热味道很大'],
  },
  {
    category: ['城市管理', '街面秩序', '占道经营'],
    site: 'road',
    what: [
      '小摊贩占着人行道卖水果',
      '流动摊点占道经营，车都过不去',
      '门口每天有人摆摊卖水果，把路占了',
      '店家把货摆到人行道上卖',
    ],
    held: ['卖早点的推车每天停在非机动车道上做生意', '菜贩子在路口设点，秤和筐摆了一长溜'],
    last: ['水果三轮车和烤红薯的把人行道挤得满满的', '早市收不住，鱼摊菜担一直摆到公交站'],
    harm: ['行人只能走机动车道', '早晚高峰堵得厉害', '影响出行', '很不安全'],
  },
  {
    category: ['城市管理', '公用设施', '路灯'],
    site: 'road',
    what: [
      '路灯坏了好几盏，晚上漆黑一片',
      '一排路灯不亮已经一个礼拜了',
      '夜里没有照明，灯杆上的灯都灭了',
      '路灯一闪一闪后来全不亮了',
    ],
    held: ['这一段晚上乌漆麻黑的，灯一个都没亮', '照明设施出故障，天一黑什么都看不见'],
    last: ['晚上黑咕隆咚的，电线杆上的灯泡全瞎了', '照明时有时无，一入夜伸手不见五指'],
    harm: ['老人走夜路摔过跤', '下夜班的人害怕', '容易出事故', '看不清路面'],
  },
  {
    category: ['城市管理', '道路设施', '路面破损'],
    site: 'road',
    what: [
      '马路上有个大坑，电瓶车骑过去要摔跤',
      '路面塌陷了一块，下雨看不出来',
      '柏油路破损严重，坑坑洼洼',
      '路中间陷下去一个洞',
    ],
    held: ['地上凹下去好大一块，骑车颠得厉害', '水泥路裂开了，石子都翻出来'],
    last: ['沥青翘皮，汽车开过去一颠一颠', '修完水管回填没压实，地面沉了半尺'],
    harm: ['已经有人摔伤', '车子底盘都刮到了', '安全隐患很大', '积水以后更危险'],
  },
  {
    category: ['城市管理', '公用设施', '井盖'],
    site: 'road',
    what: [
      '窨井盖不见了，留了一个黑洞',
      '下水道井盖破了一半，翘起来了',
      '井盖缺失，旁边没有围挡',
      '污水井的盖子碎掉了',
    ],
    held: ['地上有个下水口没盖子', '铁盖子松动，一踩就翻'],
    last: ['电信的盖板塌了半边，人踩上去会陷', '雨水口的铁篦子被人偷了'],
    harm: ['小孩子差点掉下去', '车轮压上去咣当响', '夜里看不见很危险', '怕有人踩空'],
  },
  {
    category: ['生态环境', '噪声', '施工噪声'],
    site: 'road',
    what: [
      '工地半夜还在打桩，吵得睡不着',
      '夜间施工到凌晨两点，机器声很响',
      '建筑工地晚上不停工，混凝土车来来往往',
      '挖掘机通宵作业，噪音太大',
    ],
    held: ['楼盘赶工，凌晨还有吊车和电锯声', '后半夜浇水泥，轰隆隆响个不停'],
    last: ['渣土车夜里进进出出，铲斗哐哐响', '拆房子的炮头半夜还在敲，震得窗户抖'],
    harm: ['孩子明天还要上学', '老人心脏受不了', '全楼都没法休息', '已经连着几个晚上'],
  },
  {
    category: ['生态环境', '噪声', '社会生活噪声'],
    site: 'estate',
    what: [
      '广场舞音响开得太响',
      '楼下跳舞的放音乐，声音大得关窗都没用',
      '晚上大妈跳舞，喇叭震耳朵',
      '每天七点开始放歌跳舞吵到九点半',
    ],
    held: ['一群人晚上在空地扭秧歌放大音箱', 'KTV低音炮咚咚咚震到半夜'],
    last: ['露天卡拉OK每晚鬼哭狼嚎', '有人天天在亭子里拉二胡吹唢呐，还带扩音器'],
    harm: ['小孩做不了作业', '看电视都听不清', '上夜班的人没法睡', '说了也不听'],
  },
  {
    category: ['生态环境', '大气', '餐饮油烟'],
    site: 'road',
    what: [
      '饭店的油烟直接往楼上排',
      '烧烤店没装净化器，油烟味飘到家里',
      '餐馆排烟管对着居民窗户',
      '炒菜的烟熏得不敢开窗',
    ],
    held: ['楼底下小饭馆炒菜，一股油腻味往上窜', '烤串摊的烟飘得满屋都是'],
    last: ['麻辣烫店的抽风口冲着阳台吹', '隔壁做卤味的，整天一股呛人的辣椒味'],
    harm: ['衣服都是油味', '呛得咳嗽', '墙都熏黑了', '住户意见很大'],
  },
  {
    category: ['生态环境', '水体', '河道污染'],
    site: 'village',
    what: [
      '河水发黑发臭，上面漂着死鱼',
      '有厂往河里排污水，水都变颜色了',
      '村口的河浜黑臭，漂了一层油',
      '河面上全是白沫和垃圾',
    ],
    held: ['小河里的水像墨汁一样，鱼翻了肚皮', '有人往沟里倒脏水，河面起泡发绿'],
    last: ['河浜里漂着油花，有股农药味', '养殖户把粪水放进小溪，螺蛳都死光了'],
    harm: ['味道飘到家里', '种菜都不敢用这个水', '怀疑偷排', '以前还能洗衣服'],
  },
  {
    category: ['住房建设', '物业', '电梯'],
    site: 'estate',
    what: [
      '电梯坏了三天没人修',
      '电梯老是停在半中间，把人关在里面',
      '乘电梯的时候突然往下掉，吓死人',
      '电梯停运，物业说等配件',
    ],
    held: ['电梯按了没反应，门也关不上', '升降梯晃得厉害，发出怪响'],
    last: ['电梯卡在三层不动，里面有人按铃', '轿厢按键失灵，到了楼层不开门'],
    harm: ['老人上下楼不方便', '家里有孕妇爬不动', '住在十六楼怎么走', '不敢坐了'],
  },
  {
    category: ['住房建设', '物业', '漏水'],
    site: 'estate',
    what: [
      '楼上漏水把我家天花板泡了',
      '外墙渗水，卧室墙皮全掉了',
      '屋顶防水坏了，一下雨家里就滴水',
      '厨房顶上一直渗水发霉',
    ],
    held: ['下雨天墙角往里进水，地板鼓起来了', '卫生间上面的管子漏，滴到我家浴室'],
    last: ['楼板有缝，水顺着灯线往下淌', '阳台雨水管裂了，墙纸湿了一大片'],
    harm: ['家具都泡坏了', '找物业推来推去', '没办法住人', '墙面长毛了'],
  },
  {
    category: ['公安交管', '停车', '违法停车'],
    site: 'estate',
    what: [
      '消防通道被私家车堵死了',
      '汽车乱停把出口挡住，进不来出不去',
      '有人把车停在楼道口，一停就是一天',
      '好多车停在绿化带和通道上',
    ],
    held: ['路两边停了两排小汽车，中间只剩一条缝', '货车长期停在门洞前面不走'],
    last: ['单元口被一辆面包车占着，婴儿车推不过去', '僵尸车在车位上趴了一年'],
    harm: ['万一着火怎么办', '救护车都开不进', '打电话也不挪', '每天都这样'],
  },
  {
    category: ['安全生产', '消防', '电动车充电'],
    site: 'estate',
    what: [
      '有人从楼上拉电线下来给电瓶车充电',
      '楼道里停满电动自行车还在充电',
      '电瓶车推进电梯带回家充',
      '飞线充电很多，线挂在窗口',
    ],
    held: ['电瓶拎上楼插在走廊插座上', '车棚不用，非要把电动车推到屋里充'],
    last: ['三楼把插线板从阳台放到楼下充车', '有住户把锂电池搬进卧室过夜充'],
    harm: ['烧起来整栋楼都跑不掉', '看着心惊胆战', '消防隐患', '提醒过多次没用'],
  },
  {
    category: ['自来水', '供水', '停水'],
    site: 'village',
    what: [
      '家里没有水，打开龙头一滴也没有',
      '自来水从早上停到现在',
      '突然停水，没有接到通知',
      '水管爆了，整片都断水了',
    ],
    held: ['一整天不出水，水压一点都没有', '管道抢修之后到现在还没来水'],
    last: ['水龙头干了，物业水泵也不响', '高层用户断供，洗澡洗到一半没了'],
    harm: ['饭都烧不成', '厕所没法冲', '不知道几点来', '有婴儿等着冲奶粉'],
  },
  {
    category: ['农业农村', '违建', '违法建设'],
    site: 'village',
    what: [
      '邻居在搭违章建筑，砖墙都砌起来了',
      '有人私自加盖二楼，没有手续',
      '宅基地外面乱搭彩钢棚',
      '未经批准在田里造房子',
    ],
    held: ['隔壁在院子里砌墙盖房，明显超面积', '有人在楼顶搭铁皮屋'],
    last: ['天井里浇了水泥顶改成房间', '围墙往外扩了两米，占了村道'],
    harm: ['挡了我家的光', '把公共的路也占了', '叫他停他不听', '怕以后拆不掉'],
  },
  {
    category: ['人力社保', '劳动', '拖欠工资'],
    site: 'road',
    what: [
      '老板欠了三个月工资不发',
      '厂里拖欠工人的工钱',
      '干完活拿不到钱，包工头躲起来了',
      '公司说没钱，一直不给我们结薪水',
    ],
    held: ['做了半年的活，工程款一分没结给我们', '店里关门了，员工的钱还压着没给'],
    last: ['月底不打卡，会计说账上没钱', '保安队的加班费和底薪压了小半年'],
    harm: ['等着钱过年', '房租都付不出', '十几个工友都一样', '打电话不接'],
  },
];

const ROADS = [...'金银玉青文武长春秋云'].flatMap((a) =>
  [...'山林溪兴泰'].map((b) => `${a}${b}路`),
);
const ESTATES = [...'碧翠锦丽秀'].flatMap((a) =>
  [...'湖园景庭'].flatMap((b) => ['花园', '新村'].map((c) => `${a}${b}${c}`)),
);
const VILLAGES = [...'东西南北上下'].flatMap((a) => [...'塘浜桥渚泾'].map((b) => `${a}${b}村`));

const OPENINGS = [
  '您好，',
  '你好，我要反映一下，',
  '来电人反映：',
  '尊敬的领导您好！',
  '',
  '',
  '市民反映，',
];
const CLOSINGS = [
  '，希望有关部门尽快处理。',
  '，请帮忙解决一下，谢谢！',
  '，要求核实处理并答复。',
  '。麻烦派人来看看。',
  '，已经打过几次电话了。',
  '。',
  '',
];
const SOUNDS: Readonly<Record<string, string>> = {
  在: '再',
  的: '得',
  坏: '怀',
  停: '亭',
  垃: '拉',
  响: '向',
  灯: '登',
  吵: '炒',
  坑: '吭',
  盖: '概',
  臭: '嗅',
  水: '睡',
  堵: '赌',
  油: '由',
  楼: '搂',
};

const CHINESE = '零一二三四五六七八九';
/** 23 → 二十三. */
const inWords = (n: number): string =>
  n < 10
    ? CHINESE[n]!
    : `${n < 20 ? '' : CHINESE[Math.floor(n / 10)]}十${n % 10 ? CHINESE[n % 10] : ''}`;

interface Spot {
  lon: number;
  lat: number;
  /** Road, estate or village. */
  name: string;
  /** House, building or group. */
  number: number;
  site: Kind['site'];
}

interface Matter {
  kind: Kind;
  spot: Spot;
  at: number;
}

/** The place in words: with its number, or only the name, or in a looser way. */
function placed({ name, number, site }: Spot, rng: Random): string {
  const of = {
    road: [`${name}${number}号`, `${name}${number}号附近`, `${name}上`, `${name}${number}号门口`],
    estate: [`${name}${number}幢`, `${name}${number}号楼`, `${name}`, `${name}小区${number}栋`],
    village: [
      `${name}${number}组`,
      `${name}${inWords(number)}组`,
      `${name}`,
      `${name}${number}组那边`,
    ],
  }[site];
  return rng.pick(of);
}

function typed(text: string, rng: Random): string {
  let out = '';
  for (const char of text) {
    if (rng.chance(0.006)) continue;
    out += rng.chance(0.06) ? (SOUNDS[char] ?? char) : char;
  }
  return out;
}

const cellOf = (lon: number, lat: number): string =>
  `g${Math.floor(lon * 250)}-${Math.floor(lat * 250)}`;

const SOURCES = ['12345', '12345', '12345', 'city-management', 'grid', 'grid'] as const;

/** One telling of a matter. */
function told(
  matter: Matter,
  id: string,
  caller: string,
  words: readonly string[],
  rng: Random,
): Report {
  const { kind, spot } = matter;
  const source = rng.pick(SOURCES);
  const patrol = source === 'grid';
  const metres = patrol ? 12 : 30;
  const lon = spot.lon + (rng.normal() * metres) / METRES_A_DEGREE;
  const lat = spot.lat + (rng.normal() * metres) / METRES_A_DEGREE;
  const what = rng.pick(words);
  const where = placed(spot, rng);
  const harms = rng.chance(0.7) ? `，${rng.pick(kind.harm)}` : '';
  const core = rng.chance(0.3) ? `${what}，地点在${where}${harms}` : `${where}${what}${harms}`;
  const content = patrol
    ? typed(`巡查发现${where}${what}`, rng)
    : typed(`${rng.pick(OPENINGS)}${core}${rng.pick(CLOSINGS)}`, rng);
  const subject = patrol
    ? ''
    : rng.pick([
        `${where}${kind.category[2]}问题`,
        `${what}`.slice(0, 12),
        `反映${where}${kind.category[2]}`,
        '',
      ]);
  const unlocated = rng.chance(0.15);
  const category: string[] = rng.chance(0.1)
    ? []
    : rng.chance(0.12)
      ? [...rng.pick(KINDS).category]
      : rng.chance(0.2)
        ? kind.category.slice(0, 2)
        : [...kind.category];
  return {
    id,
    source,
    at: matter.at + rng.below((rng.chance(0.7) ? 3 : 9) * DAY),
    place: {
      grid: rng.chance(0.1) ? '' : cellOf(spot.lon, spot.lat),
      lon: unlocated ? null : lon,
      lat: unlocated ? null : lat,
    },
    category,
    subject,
    content,
    address: rng.chance(0.5) ? placed(spot, rng) : '',
    caller: patrol ? '' : caller,
  };
}

/** Reports with the number of the matter that each is about. */
export interface Truth {
  reports: Report[];
  matterOf: Map<string, number>;
}

/**
 * @param matters how many matters are drawn; about three reports each, singles and look-alikes included
 * @param days over how many days they begin
 * @param more words in which half of it is told, that no other truth uses; null: none
 */
export function complaints(
  seed: number,
  matters: number,
  days: number,
  more: 'held' | 'last' | null = null,
): Truth {
  const rng = random(mix32(seed));
  const begin = Date.UTC(2026, 2, 2);
  const spots = new Map<string, Spot>();
  const spotOf = (site: Kind['site'], name: string, number: number): Spot => {
    const key = `${name}${number}`;
    const known = spots.get(key);
    if (known) return known;
    const where = random(mix32(seed ^ [...name].reduce((sum, c) => sum * 31 + c.charCodeAt(0), 7)));
    // a road runs east, its houses twenty metres apart; buildings and groups lie fifty to eighty apart
    const step = site === 'road' ? 10 : site === 'estate' ? 60 : 80;
    const lon = 120.55 + where.next() * 0.06 + (number * step) / METRES_A_DEGREE;
    const lat = 31.36 + where.next() * 0.05;
    const spot = { lon, lat, name, number, site };
    spots.set(key, spot);
    return spot;
  };
  const drawn = (kind: Kind): Spot => {
    const names = { road: ROADS, estate: ESTATES, village: VILLAGES }[kind.site];
    return spotOf(kind.site, rng.pick(names), 1 + rng.below(kind.site === 'road' ? 280 : 24));
  };
  const all: Matter[] = [];
  const put = (matter: Matter) => {
    // the same kind at the same spot within weeks would be the same matter
    const again = all.some(
      ({ kind, spot, at }) =>
        kind === matter.kind && spot === matter.spot && Math.abs(at - matter.at) < 35 * DAY,
    );
    if (!again) all.push(matter);
  };
  while (all.length < matters) {
    const kind = rng.pick(KINDS);
    const matter = { kind, spot: drawn(kind), at: begin + rng.below(days * DAY) };
    put(matter);
    const near = matter.at + rng.below(6 * DAY) - 3 * DAY;
    if (rng.chance(0.2)) {
      const other = rng.pick(KINDS.filter((each) => each !== kind && each.site === kind.site));
      put({ kind: other, spot: matter.spot, at: near });
    }
    if (rng.chance(0.2)) {
      const { name, number, site } = matter.spot;
      put({ kind, spot: spotOf(site, name, number + 6 + rng.below(30)), at: near });
    }
    if (rng.chance(0.15)) put({ kind, spot: drawn(kind), at: near });
    if (rng.chance(0.12)) put({ ...matter, at: matter.at + 40 * DAY + rng.below(40 * DAY) });
  }
  const reports: Report[] = [];
  const matterOf = new Map<string, number>();
  for (const [number, matter] of all.entries()) {
    const times = rng.chance(0.4) ? 1 : 2 + rng.poisson(2);
    const own = `caller-${rng.below(50_000)}`;
    for (let i = 0; i < times; i++) {
      const id = `c${String(reports.length).padStart(6, '0')}`;
      const caller = rng.chance(0.25) ? own : rng.chance(0.1) ? '' : `caller-${rng.below(50_000)}`;
      const words = more && rng.chance(0.5) ? matter.kind[more] : matter.kind.what;
      reports.push(told(matter, id, caller, words, rng));
      matterOf.set(id, number);
    }
  }
  return { reports: reports.sort((a, b) => a.at - b.at), matterOf };
}
