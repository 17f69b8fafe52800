import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import polygonClipping from 'polygon-clipping';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DeploymentError } from './error.ts';
import { loadDeployment, loadMapping, loadPorts } from './load.ts';

const SHIPPED = fileURLToPath(new URL('.', import.meta.url));
const MAPPINGS = [
  'boston-311',
  'la-311',
  'nyc-311',
  'citizen-messages-zh',
  'citizen-messages-zh-labelled',
];

describe('what is shipped', () => {
  test('Huangqiao has 65 grids that fill 23 km² without gap or overlap', () => {
    const { grids, units, communities, stations, city } = loadDeployment('huangqiao');
    expect(grids).toHaveLength(65);
    expect(communities).toHaveLength(12);
    expect(units).toHaveLength(10);
    expect(stations.length).toBeGreaterThan(5);
    expect(city).toEqual({ ordersPerDay: 18, patrolsPerDay: 200, patrollers: 293 });

    const km2 = (ring: readonly (readonly number[])[]): number =>
      Math.abs(
        ring.slice(1).reduce((sum, [x, y], i) => sum + ring[i]![0]! * y! - x! * ring[i]![1]!, 0),
      ) *
      0.5 *
      95.1 *
      110.9;
    const rings = grids.map(({ geometry }) =>
      geometry.type === 'Polygon' ? geometry.coordinates[0]! : [],
    );
    const sum = rings.reduce((total, ring) => total + km2(ring), 0);
    const whole = polygonClipping.union(
      ...(rings.map((ring) => [ring]) as [[number, number][][], ...[number, number][][][]]),
    );
    expect(whole).toHaveLength(1);
    expect(whole[0]).toHaveLength(1);
    expect(km2(whole[0]![0]!)).toBeCloseTo(sum, 4);
    expect(sum).toBeCloseTo(23, 1);
  });

  test('the grids of a Huangqiao community hang together', () => {
    const { grids, communities } = loadDeployment('huangqiao');
    for (const { id } of communities) {
      const own = grids.filter(({ properties }) => properties.community === id);
      const shapes = own.map(
        ({ geometry }) =>
          (geometry.type === 'Polygon' ? geometry.coordinates : []) as [number, number][][],
      );
      expect(polygonClipping.union(shapes[0]!, ...shapes.slice(1)), id).toHaveLength(1);
    }
  });

  test('Boston has its neighbourhoods under all names of the data', () => {
    const { grids, limits, clock, city } = loadDeployment('boston');
    const names = new Set(
      grids.flatMap(({ properties }) => [properties.name.en, ...properties.aliases]),
    );
    for (const name of ['Allston / Brighton', 'Allston', 'South Boston', 'Mattapan', 'Dorchester'])
      expect(names).toContain(name);
    expect({ limits, clock, city }).toEqual({ limits: [], clock: 'archive', city: undefined });
  });

  test.each(MAPPINGS)('the mapping %s', (id) => {
    expect(loadMapping(id).id).toBe(id);
  });
});

describe('a mistake in a deployment', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'qiao-deployment-'));
    cpSync(join(SHIPPED, 'huangqiao'), join(root, 'huangqiao'), { recursive: true });
    cpSync(join(SHIPPED, 'mappings'), join(root, 'mappings'), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const change = (file: string, edit: (text: string) => string): void => {
    const path = join(root, file);
    writeFileSync(path, edit(readFileSync(path, 'utf8')));
  };
  /** Puts a value at a place of a JSON file; undefined takes out what stands there. */
  const put = (file: string, path: readonly (string | number)[], value: unknown): void =>
    change(file, (text) => {
      const whole: unknown = JSON.parse(text);
      let holder = whole as Record<string | number, unknown>;
      for (const key of path.slice(0, -1)) holder = holder[key] as typeof holder;
      const last = path.at(-1)!;
      if (value === undefined) delete holder[last];
      else holder[last] = value;
      return JSON.stringify(whole);
    });
  const complaint = (
    load = () => loadDeployment('huangqiao', root) as unknown,
  ): DeploymentError => {
    try {
      load();
    } catch (error) {
      if (error instanceof DeploymentError) return error;
      throw error;
    }
    throw new Error('nothing was wrong');
  };

  test('an unknown id lists those that exist', () => {
    expect(complaint(() => loadDeployment('huangqiaoo', root)).message).toMatch(/huangqiao$/);
    expect(complaint(() => loadMapping('sf-311', root)).message).toMatch(/boston-311.*nyc-311/);
    expect(complaint(() => loadDeployment('../etc', root)).message).toMatch(/no deployment/);
  });

  test('bad JSON names the line', () => {
    change('huangqiao/units.json', () => '[\n  { "id": "x",, }\n]');
    const { file, path, problem } = complaint();
    expect(file).toMatch(/huangqiao\/units\.json$/);
    expect(path).toBe('line 2, column 15');
    expect(problem).toBe('not valid JSON');
  });

  const MAIN = 'huangqiao/deployment.json';

  test('a missing, a misspelt and a wrong value name the place and what to do', () => {
    put(MAIN, ['zone'], undefined);
    expect(complaint()).toMatchObject({ path: 'zone', remedy: 'add it' });
    put(MAIN, ['zone'], 'Asia/Suzhou');
    expect(complaint()).toMatchObject({ path: 'zone', problem: /IANA time zone/ });
    put(MAIN, ['zone'], 'Asia/Shanghai');
    put(MAIN, ['colour'], 1);
    expect(complaint()).toMatchObject({ remedy: 'correct its spelling or remove it' });
    put(MAIN, ['colour'], undefined);
    put('huangqiao/units.json', [3, 'name'], 'Office');
    expect(complaint()).toMatchObject({ path: 'units[3].name', file: /units\.json$/ });
  });

  test.each<[file: string, what: string, at: string, value: unknown, problem: RegExp]>([
    ['units', 'a duplicate id', 'units.1.id', 'command', /duplicate id "command"/],
    ['units', 'one name for two units', 'units.4.aliases', ['党政办'], /already names "office"/],
    ['categories', 'no such unit', 'categories.0.children.0.unit', 'nobody', /unit "nobody"/],
    ['deployment', 'no such source', 'limits.2.source', 'fax', /unknown source "fax"/],
    ['stations', 'no such source', 'stations.4.source', 'air', /unknown source "air"/],
    ['deployment', 'hours that end before they begin', 'workHours', [17, 9], /no working day/],
    ['grids', 'no such community', 'features.7.properties.community', 'x', /community "x"/],
    [
      'grids',
      'an open polygon',
      'features.2.geometry.coordinates.0.0',
      [120.5, 31.4],
      /not closed/,
    ],
  ])('in %s: %s', (name, _, at, value, problem) => {
    const file = `huangqiao/${name}.${name === 'grids' ? 'geojson' : 'json'}`;
    const keys = at.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    put(file, keys[0] === name ? keys.slice(1) : keys, value);
    const error = complaint();
    expect(error.file).toMatch(new RegExp(`${file.replace('.', '\\.')}$`));
    const shown = at.replace(/\.(\d+)/g, '[$1]');
    expect(shown.startsWith(error.path)).toBe(true);
    expect(error.problem).toMatch(problem);
    expect(error.remedy).not.toBe('');
    expect(error.message).not.toContain('\n');
  });

  test('a part that stands in two files', () => {
    put(MAIN, ['units'], []);
    expect(complaint()).toMatchObject({ path: 'units', problem: 'also stands in units.json' });
  });

  test('in a layer of the map names its file, and the file that the layer lacks', () => {
    const layer = { id: 'parks', name: { zh: '公园', en: 'Parks' }, file: 'parks.geojson' };
    const file = join(root, 'huangqiao/layers.json');
    writeFileSync(file, JSON.stringify([{ ...layer, style: { colour: 'green' } }]));
    expect(complaint()).toMatchObject({ path: 'layers[0].style.colour', file: /layers\.json$/ });
    writeFileSync(file, JSON.stringify([layer]));
    expect(complaint().message).toMatch(/parks\.geojson/);
    const point = { type: 'Point', coordinates: [120.58, 31.38] };
    const feature = { type: 'Feature', properties: null, geometry: point };
    writeFileSync(
      join(root, 'huangqiao/parks.geojson'),
      JSON.stringify({ type: 'FeatureCollection', features: [feature] }),
    );
    expect(loadDeployment('huangqiao', root).layers).toMatchObject([
      { id: 'parks', style: { mark: 'square' }, from: 1, features: [{ geometry: point }] },
    ]);
  });

  test('in its rules or its urgent words names the file', () => {
    writeFileSync(
      join(root, 'huangqiao/alert-rules.json'),
      '{ "cases": { "firm": { "hazards": 0 } } }',
    );
    expect(complaint().message).toMatch(/alert-rules\.json.*alertRules\.cases\.firm\.hazards/);
    writeFileSync(
      join(root, 'huangqiao/alert-rules.json'),
      '{ "cases": { "firm": { "hazards": 3 } } }',
    );
    expect(loadDeployment('huangqiao', root).alertRules.cases.firm).toEqual({
      hazards: 3,
      level: 'yellow',
    });
    put('huangqiao/urgent-words.json', ['harmless', 0], '起火');
    expect(complaint()).toMatchObject({ path: 'urgentWords', problem: '"起火" stands twice' });
  });

  test('a device in ports.json that stands at no station of its source', () => {
    const load = (ports: object) => {
      writeFileSync(join(root, 'ports.json'), JSON.stringify(ports));
      return loadPorts('huangqiao', root, root);
    };
    const at = (station: string) => ({ environment: { devices: [{ mn: 'A1', station }] } });
    expect(load(at('hq-air-01')).environment.devices).toHaveLength(1);
    for (const station of ['hq-air-1', 'hq-sw-01'])
      expect(complaint(() => load(at(station)))).toMatchObject({
        file: expect.stringMatching(/ports\.json$/),
        path: 'environment.devices[0].station',
        problem: `no environment station "${station}" in the deployment`,
        remedy: expect.stringContaining('hq-air-01, hq-air-02'),
      });
    expect(
      complaint(() => load({ water: { stations: { '0012345678': { id: 'hq-wq-01' } } } })),
    ).toMatchObject({ path: 'water.stations.0012345678.id', remedy: /hq-sw-01/ });
  });

  test('a mapping with a wrong column layout', () => {
    put('mappings/la-311.json', ['columns', 'receivedAt'], undefined);
    expect(complaint(() => loadMapping('la-311', root))).toMatchObject({
      path: 'columns.receivedAt',
      remedy: 'add it',
    });
  });
});
