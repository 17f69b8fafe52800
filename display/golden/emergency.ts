import { timeOf } from '../../config/contract/clock.ts';
import { unitId } from '../../config/contract/ids.ts';
import type { SystemRow } from '../../config/contract/picture.ts';
import type { StageRow } from '../../config/contract/stage.ts';
import type { Recorded } from '../recorded.fixture.ts';
import { worstOf } from './openings.ts';

const MINUTE = 60_000;

const CALM: StageRow = { mode: 'duty', modeAt: null, by: '', focus: null, incident: null };

/** An exercise about the worst alert of the recorded picture: what a desk would order in 22 minutes. */
export function exerciseOf({ recording, at }: Pick<Recorded, 'recording' | 'at'>): StageRow {
  const [[, system]] = recording.views.system as [[string, SystemRow]];
  const now = timeOf(system.clock, at - (at % 1000)); // as walls say it, to the second
  const alert = worstOf(recording.views);
  const ago = (minutes: number) => now - minutes * MINUTE;
  const by = 'duty-1'; // the id of an account, never a name
  return {
    ...{ mode: 'emergency', modeAt: ago(22), by, focus: null },
    incident: {
      ...{ id: 'exercise', subject: { on: 'alert', id: alert.id }, title: alert.title.zh },
      ...{ since: ago(22), by },
      log: [
        { id: 'l1', at: ago(20), by, text: '已通知抢修队，预计 15 分钟到场' },
        { id: 'l2', at: ago(14), by, text: '网格员到场，现场已设警示' },
        { id: 'l3', at: ago(6), by: 'enforcement-2', text: '警戒线已拉设，道路临时封闭' },
      ],
      tasks: [
        {
          ...{ id: 't1', at: ago(21), by, text: '现场围挡，专人值守' },
          ...{ unit: unitId('enforcement'), dueAt: ago(2), doneAt: null },
        },
        {
          ...{ id: 't2', at: ago(19), by, text: '疏导周边交通' },
          ...{ unit: unitId(''), dueAt: ago(-5), doneAt: ago(8) },
        },
        {
          ...{ id: 't3', at: ago(10), by, text: '核实是否有人受伤' },
          ...{ unit: unitId('social'), dueAt: ago(-30), doneAt: null },
        },
      ],
    },
  };
}

export type SteeredMode = 'duty' | 'emergency' | 'situation';

/** Sets what the desk orders: the exercise, the relief, or the calm wall of the duty officer. */
export const steer = (recorded: Recorded, mode: SteeredMode): void =>
  recorded.set('stage', [['all', mode === 'emergency' ? exerciseOf(recorded) : { ...CALM, mode }]]);
