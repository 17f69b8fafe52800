import { HOUR } from '../../../config/contract/zone.ts';

const MINUTE = 60_000;

/** One element of SL 651-2014 appendix C. */
export interface Element {
  name: string;
  unit: string;
  /** Milliseconds up to the time of observation over which it is a sum; 0: it holds at that time. */
  period: number;
}

const one = (name: string, unit: string, period = 0): Element => ({ name, unit, period });

const eight = (from: number, name: string, unit: string): [string, Element][] =>
  Array.from({ length: 8 }, (_, n) => [
    (from + n).toString(16).toUpperCase().padStart(2, '0'),
    one(`${name}${n + 1}`, unit),
  ]);

/**
 * Elements by their identifier in two hexadecimal digits. 20, 26, 38 and 39 are confirmed by published
 * frames with values; the others follow a public implementation's reading of table C.1 that agrees
 * with a second one, and none has a value to compare with. An identifier that is not here keeps its value and the
 * flag `unknown-factor`, unless the station's settings name it.
 */
export const ELEMENTS: ReadonlyMap<string, Element> = new Map([
  ['01', one('断面面积', 'm²')],
  ['02', one('瞬时气温', '℃')],
  ['03', one('瞬时水温', '℃')],
  ['06', one('日蒸发量', 'mm')],
  ['07', one('当前蒸发', 'mm')],
  ['08', one('气压', 'hPa')],
  ['09', one('闸门开启高度', 'm')],
  ['0A', one('输水设备、闸门编号', '')],
  ['0B', one('输水设备类别', '')],
  ['0C', one('闸门开启孔数', '孔')],
  ['0D', one('地温', '℃')],
  ['0E', one('地下水瞬时埋深', 'm')],
  ['0F', one('波浪高度', 'm')],
  ['10', one('10厘米处土壤含水量', '%')],
  ['11', one('20厘米处土壤含水量', '%')],
  ['12', one('30厘米处土壤含水量', '%')],
  ['13', one('40厘米处土壤含水量', '%')],
  ['14', one('50厘米处土壤含水量', '%')],
  ['15', one('60厘米处土壤含水量', '%')],
  ['16', one('80厘米处土壤含水量', '%')],
  ['17', one('100厘米处土壤含水量', '%')],
  ['18', one('湿度', '%')],
  ['19', one('开机台数', '台')],
  ['1A', one('1小时时段降水量', 'mm', HOUR)],
  ['1B', one('2小时时段降水量', 'mm', 2 * HOUR)],
  ['1C', one('3小时时段降水量', 'mm', 3 * HOUR)],
  ['1D', one('6小时时段降水量', 'mm', 6 * HOUR)],
  ['1E', one('12小时时段降水量', 'mm', 12 * HOUR)],
  ['1F', one('日降水量', 'mm')],
  ['20', one('当前降水量', 'mm')],
  ['21', one('1分钟时段降水量', 'mm', MINUTE)],
  ['22', one('5分钟时段降水量', 'mm', 5 * MINUTE)],
  ['23', one('10分钟时段降水量', 'mm', 10 * MINUTE)],
  ['24', one('30分钟时段降水量', 'mm', 30 * MINUTE)],
  ['25', one('暴雨量', 'mm')],
  ['26', one('降水量累计值', 'mm')],
  ['27', one('瞬时流量', 'm³/s')],
  ...eight(0x28, '取（排）水口流量', 'm³/s'),
  ['30', one('总出库流量、过闸总流量', 'm³/s')],
  ['31', one('输水设备流量、过闸流量', 'm³/s')],
  ['32', one('输沙量', '万吨')],
  ['33', one('风向', '')],
  ['34', one('风力', '级')],
  ['35', one('风速', 'm/s')],
  ['36', one('断面平均流速', 'm/s')],
  ['37', one('当前瞬时流速', 'm/s')],
  ['38', one('电源电压', 'V')],
  ['39', one('瞬时河道水位、潮位', 'm')],
  ['3A', one('库（闸、站）下水位', 'm')],
  ['3B', one('库（闸、站）上水位', 'm')],
  ...eight(0x3c, '取（排）水口水位', 'm'),
  ['44', one('含沙量', 'kg/m³')],
  ['46', one('pH', '')],
  ['47', one('溶解氧', 'mg/L')],
  ['48', one('电导率', 'μS/cm')],
  ['49', one('浊度', '度')],
  ['4A', one('高锰酸盐指数', 'mg/L')],
  ['4B', one('氧化还原电位', 'mV')],
  ['4C', one('氨氮', 'mg/L')],
  ['4D', one('总磷', 'mg/L')],
  ['4E', one('总氮', 'mg/L')],
  ['4F', one('总有机碳', 'mg/L')],
  ['50', one('铜', 'mg/L')],
  ['51', one('锌', 'mg/L')],
  ['52', one('硒', 'mg/L')],
  ['53', one('砷', 'mg/L')],
  ['54', one('总汞', 'mg/L')],
  ['55', one('镉', 'mg/L')],
  ['56', one('铅', 'mg/L')],
  ['57', one('叶绿素a', 'mg/L')],
  ...eight(0x58, '水压', 'kPa'),
  ...eight(0x60, '水表剩余水量', 'm³'),
  ...eight(0x68, '水表每小时水量', 'm³/h'),
  ['70', one('交流A相电压', 'V')],
  ['71', one('交流B相电压', 'V')],
  ['72', one('交流C相电压', 'V')],
  ['73', one('交流A相电流', 'A')],
  ['74', one('交流B相电流', 'A')],
  ['75', one('交流C相电流', 'A')],
  ['F4', one('1小时内每5分钟时段雨量', 'mm', 5 * MINUTE)],
  ...eight(0xf5, '1小时内5分钟间隔相对水位', 'm'),
]);

/**
 * Elements that hold an hour's twelve values as plain binary numbers, whatever their length byte says
 * (table C.1; real frames are known whose length byte is wrong). All ones: no value.
 */
export function hourGroup(id: number): { bytes: 1 | 2; decimals: number } | null {
  if (id === 0xf4) return { bytes: 1, decimals: 1 };
  return id >= 0xf5 && id <= 0xfc ? { bytes: 2, decimals: 2 } : null;
}
