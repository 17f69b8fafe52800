import type { Name } from '../deployment/name.ts';
import type { PatrolClass } from './vocabulary.ts';

/** What patrol reports are about, in both languages of the screens. */
export const PATROL_CLASS_NAMES: Readonly<Record<PatrolClass, Name>> = {
  opinion: { zh: '社情民意', en: 'public opinion' },
  dispute: { zh: '矛盾纠纷', en: 'dispute' },
  safety: { zh: '安全隐患', en: 'safety hazard' },
  environment: { zh: '环境保护', en: 'environment' },
  city: { zh: '城市管理', en: 'city upkeep' },
  livelihood: { zh: '民生服务', en: 'livelihood' },
  security: { zh: '治安', en: 'security' },
  register: { zh: '基础信息变更', en: 'register change' },
  party: { zh: '党建服务', en: 'Party service' },
  other: { zh: '其他', en: 'other' },
};
