import { Graphics } from 'pixi.js';
import type { Deployment } from '../../config/deployment/schema.ts';
import type { MapGeometry } from '../stage/geometry.ts';
import { COMMUNITY_LINE, ROAD, WATER } from '../stage/palette.ts';

type Feature = Deployment['backdrop'][number];
type Position = readonly number[];

const linesOf = ({ geometry }: Feature): readonly (readonly Position[])[] => {
  switch (geometry.type) {
    case 'Polygon':
    case 'MultiLineString':
      return geometry.coordinates;
    case 'MultiPolygon':
      return geometry.coordinates.flat();
    case 'LineString':
      return [geometry.coordinates];
  }
};

/** Water and roads over the shaded grids, and the outline: for orientation, never louder than the cases. */
export class BackdropLayer {
  readonly view = new Graphics();

  draw(backdrop: Deployment['backdrop'], { project, unit }: MapGeometry): void {
    this.view.clear();
    for (const feature of backdrop) {
      const area = feature.geometry.type.endsWith('Polygon');
      for (const line of linesOf(feature)) {
        this.#trace(line.map(([lon = 0, lat = 0]) => project(lon, lat)));
        switch (feature.properties.kind) {
          case 'water':
            if (area) this.view.fill({ color: WATER });
            else this.view.stroke({ color: WATER, width: 3 * unit, join: 'round', cap: 'round' });
            break;
          case 'road':
            this.view.stroke({ color: ROAD, width: 1.5 * unit, join: 'round', alpha: 0.8 });
            break;
          case 'outline':
            this.view.stroke({ color: COMMUNITY_LINE, width: 1.5 * unit, join: 'round' });
            break;
        }
      }
    }
  }

  #trace(points: readonly (readonly [number, number])[]): void {
    points.forEach(([x, y], i) => {
      if (i === 0) this.view.moveTo(x, y);
      else this.view.lineTo(x, y);
    });
  }
}
