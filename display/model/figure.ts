import type { Counted } from '../../config/contract/ground.ts';
import type { Model } from './model.ts';

/**
 * The figure of the picture behind which the rows of a list stand; null: the picture has none, or it is of
 * another time than today.
 */
export function figureOf(
  model: Model,
  of: Counted,
  by: Readonly<Record<string, string>>,
): number | null {
  const { grid, unit, source, hour, from } = by;
  if (hour !== undefined || from !== undefined) return null;
  switch (of) {
    case 'orders':
    case 'closed':
    case 'selfHandled':
    case 'patrols':
      if (of === 'patrols' && grid !== undefined) return model.row('grids', grid)?.patrols ?? 0;
      return Object.keys(by).length > 0 ? null : (model.row('counters', of)?.value ?? null);
    case 'reported':
      return grid === undefined ? null : (model.row('grids', grid)?.today ?? 0);
    case 'returned':
      return unit === undefined ? null : (model.row('units', unit)?.returned ?? 0);
    case 'taken':
      return source === undefined ? null : (model.row('mix', source)?.today ?? 0);
    case 'records':
      return source === undefined ? null : (model.row('ports', source)?.today ?? 0);
    case 'rejected':
      return source === undefined ? null : (model.row('ports', source)?.rejected ?? 0);
    case 'hazards':
    case 'inspections':
      return null;
  }
}
