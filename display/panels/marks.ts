import type { CaseRow } from '../../config/contract/picture.ts';
import type { Dictionary } from '../text/zh.ts';

/** What lies upon an open case besides its clock: supervised, urged, returned; '' where nothing does. */
export const marksOf = (
  { supervised, urges, returns }: Pick<CaseRow, 'supervised' | 'urges' | 'returns'>,
  text: Dictionary['mark'],
): string =>
  [
    supervised ? text.supervised : '',
    urges > 0 ? text.urged(urges) : '',
    returns > 0 ? text.returned(returns) : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
