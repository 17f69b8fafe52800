import { fit, type View } from './camera.ts';
import type { MapGeometry } from './geometry.ts';
import { type Box, boundsOf } from './projection.ts';

/** What the map is to show: all of it, one grid, a place such as a case's, a circle on its plane. */
export type Focus =
  | { kind: 'all' }
  | { kind: 'grid'; grid: string }
  | { kind: 'place'; lon: number; lat: number }
  | { kind: 'circle'; x: number; y: number; metres: number };

/** What is shown round a place, in metres to each side. */
const ROUND = 350;
/** Part of the frame that what is in focus takes up. */
const FILLS = 0.7;

/** The view that shows the focus in the frame. A grid that the map does not know shows all. */
export function viewOf(focus: Focus, { bounds, grids, project }: MapGeometry, frame: Box): View {
  const round = ([x, y]: readonly [number, number], metres: number): Box => {
    return { x: x - metres, y: y - metres, width: 2 * metres, height: 2 * metres };
  };
  const close = (box: Box): View => {
    const view = fit(box, frame);
    return { ...view, scale: view.scale * FILLS };
  };
  switch (focus.kind) {
    case 'all':
      return fit(bounds, frame);
    case 'grid': {
      const shape = grids.find(({ id }) => id === focus.grid);
      if (!shape) return fit(bounds, frame);
      const corners = shape.polygons.flatMap(([outline = []]) => outline);
      return close(corners.length > 0 ? boundsOf(corners) : round([shape.x, shape.y], ROUND));
    }
    case 'place':
      return close(round(project(focus.lon, focus.lat), ROUND));
    case 'circle':
      return close(round([focus.x, focus.y], focus.metres));
  }
}
