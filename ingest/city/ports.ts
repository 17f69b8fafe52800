import type { Matter } from './matters.ts';

/** The port through which a passed-on report of this class comes back as a case. */
export const portOf = (matter: Matter): string => {
  switch (matter.class) {
    case 'safety':
      return 'safety';
    case 'city':
      return 'dcm';
    case 'environment':
      return matter.category[0] === '城市管理' ? 'dcm' : 'environment';
    default:
      return 'grid';
  }
};

/** Case numbers as each upstream writes them. `serial` is unique within its day and source. */
export function numberOf(source: string, date: string, serial: number): string {
  const ymd = date.replaceAll('-', '');
  const digits = String(serial).padStart(6, '0');
  switch (source) {
    case '12345':
      return `${ymd.slice(2)}${digits}101`;
    case 'dcm':
      return `320507${ymd.slice(2)}${digits}`;
    case 'safety':
      return `AQ-${ymd}-${digits}`;
    case 'environment':
      return `HB${ymd}${digits}`;
    default:
      return `WG320507003${ymd}${digits}`;
  }
}
