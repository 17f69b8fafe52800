import type { RegisterName } from '../../../config/contract/vocabulary.ts';

/** Registers that come as tables. The roster comes by the port of 社会治理. */
export type TableRegister = Exclude<RegisterName, 'roster'>;

/** Columns that any register may have, and their names. Every other column is a value of the record. */
export const COLUMNS = {
  grid: ['网格', '所属网格', '网格编号', '网格名称', 'grid', 'grid_id'],
  lon: ['经度', 'lon', 'lng', 'longitude'],
  lat: ['纬度', 'lat', 'latitude'],
  datum: ['坐标系', 'datum', 'coord_sys'],
  /** First day on which the record is valid. */
  validFrom: ['生效日期', '有效期起', '启用日期', 'valid_from', 'validfrom'],
  /** First day on which it is not any more. */
  validTo: ['失效日期', '停用日期', 'valid_to', 'validto'],
  /** Last day on which it is. */
  validThrough: ['有效期至', '有效期止', '截止日期', 'valid_through', 'validthrough'],
  updatedAt: ['更新时间', '更新日期', '变更时间', 'updated_at', 'updatedat'],
} as const satisfies Record<string, readonly string[]>;

/** Names of the columns that hold key and name of each register's records. */
export const KEYS: Readonly<
  Record<TableRegister, { key: readonly string[]; name: readonly string[] }>
> = {
  people: { key: COLUMNS.grid, name: [] },
  firms: {
    key: ['企业编号', '统一社会信用代码', '社会信用代码', 'firm_id', 'uscc', 'id'],
    name: ['企业名称', '单位名称', '名称', 'name'],
  },
  addresses: {
    key: ['地址编码', '标准地址编码', '门牌编码', 'address_id', 'id'],
    name: ['标准地址', '详细地址', '地址', 'address', 'name'],
  },
  components: {
    key: ['部件编码', '部件标识码', '部件编号', 'objid', 'component_id', 'id'],
    name: ['部件名称', 'objname', '名称', 'name'],
  },
  stations: {
    key: ['站点编号', '测站编码', '测站编号', 'mn', 'station_id', 'id'],
    name: ['站点名称', '测站名称', '站名', '名称', 'name'],
  },
  posts: {
    key: ['点位编号', '岗亭编号', '阵地编号', '编号', 'post_id', 'id'],
    name: ['点位名称', '岗亭名称', '阵地名称', '名称', 'name'],
  },
};
