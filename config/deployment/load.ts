import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { faultsOf } from './check.ts';
import { DeploymentError } from './error.ts';
import { Ports } from './ports/ports.ts';
import { conform, pathText, readJson, shown } from './read.ts';
import { Backdrop, Deployment, Grids, LayerFeatures, Mapping } from './schema.ts';
import { SignInSettings } from './sign-in.ts';
import { loadWaterStandards } from './standards/standards.ts';
import { targetFaults, withTargets } from './water-targets.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** Parts of a deployment that may stand in a file of their own beside `deployment.json`. */
const PARTS = [
  'communities',
  'units',
  'categories',
  'limits',
  'sources',
  'stations',
  'layers',
  'alertRules',
  'urgentWords',
  'permissions',
  'walls',
] as const;

/** alertRules → alert-rules.json */
const fileNameOf = (part: string): string =>
  `${part.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.json`;

const ids = (names: readonly string[]): string => (names.length > 0 ? names.join(', ') : 'none');

/**
 * A deployment, from `<root>/<id>/`: `deployment.json`, any of its parts in `<part>.json`,
 * `grids.geojson`, `backdrop.geojson` where there is one, and the files of its layers.
 * @throws DeploymentError naming file, place and remedy of the first mistake
 */
export function loadDeployment(id: string, root = HERE): Deployment {
  const folder = join(root, id);
  const main = join(folder, 'deployment.json');
  if (!/^[a-z0-9][a-z0-9._-]*$/i.test(id) || !existsSync(main)) {
    const found = readdirSync(root, { withFileTypes: true })
      .filter(
        (entry) => entry.isDirectory() && existsSync(join(root, entry.name, 'deployment.json')),
      )
      .map((entry) => entry.name);
    throw new DeploymentError(
      shown(root),
      '',
      `no deployment "${id}"`,
      `use one of those that exist: ${ids(found)}`,
    );
  }

  const head = readJson(main);
  const whole: Record<string, unknown> = { ...(head as object) };
  const fileOf = new Map<PropertyKey, string>();
  for (const part of PARTS) {
    const file = join(folder, fileNameOf(part));
    if (!existsSync(file)) continue;
    if (part in whole) {
      throw new DeploymentError(
        shown(main),
        part,
        `also stands in ${fileNameOf(part)}`,
        'keep it in one of the two files',
      );
    }
    whole[part] = readJson(file);
    fileOf.set(part, shown(file));
  }
  if (!('walls' in whole)) {
    const file = join(HERE, 'walls.json');
    whole.walls = readJson(file);
    fileOf.set('walls', shown(file));
  }
  const holding = ([part]: readonly PropertyKey[]): string => fileOf.get(part ?? '') ?? shown(main);
  const parts = conform(Deployment, whole, holding);

  const features = <T>(name: string, schema: z.ZodType<{ features: T[] }>): T[] => {
    const file = join(folder, name);
    return conform(schema, readJson(file), () => shown(file)).features;
  };
  const grids = features('grids.geojson', Grids);
  const backdrop = existsSync(join(folder, 'backdrop.geojson'))
    ? features('backdrop.geojson', Backdrop)
    : [];
  const layers = parts.layers.map((layer) => ({
    ...layer,
    features: features(layer.file, LayerFeatures),
  }));
  const standards = loadWaterStandards();
  const deployment: Deployment = { ...parts, grids, backdrop, layers };

  if (deployment.id !== id) {
    throw new DeploymentError(
      shown(main),
      'id',
      `"${deployment.id}" in the folder "${id}"`,
      `write "${id}" or rename the folder`,
    );
  }
  const faults = [...faultsOf(deployment), ...targetFaults(deployment.stations, standards)];
  for (const { path, problem, remedy } of faults) {
    const [part, ...rest] = path;
    if (part === 'grids' || part === 'backdrop') {
      const file = shown(join(folder, `${part}.geojson`));
      throw new DeploymentError(file, pathText(['features', ...rest]), problem, remedy);
    }
    throw new DeploymentError(holding(path), pathText(path), problem, remedy);
  }
  const stations = deployment.stations.map((station) => withTargets(station, standards));
  return { ...deployment, stations };
}

/** Throws where a device of the ports stands at no station of its source. */
function checkStations(ports: Ports, stations: Deployment['stations'], file: string): void {
  const named = [
    ...ports.environment.devices.map(({ station }, n) => ({
      source: 'environment',
      station,
      path: ['environment', 'devices', n, 'station'],
    })),
    ...Object.entries(ports.water.stations).map(([address, { id }]) => ({
      source: 'water',
      station: id,
      path: ['water', 'stations', address, 'id'],
    })),
  ];
  for (const { source, station, path } of named) {
    const known = stations.filter((each) => each.source === source).map(({ id }) => id);
    if (known.includes(station)) continue;
    throw new DeploymentError(
      shown(file),
      pathText(path),
      `no ${source} station "${station}" in the deployment`,
      `use one of those that exist: ${ids(known)}; or add it to the deployment's stations`,
    );
  }
}

/**
 * How the ports listen and what they accept: from `<data>/ports.json` where an installation has its
 * own (it names devices, their stations and passwords), else `<root>/<id>/ports.json`, else the defaults. Kept
 * apart from the deployment itself, which every screen may read.
 * @throws DeploymentError naming file, place and remedy of the first mistake
 */
export function loadPorts(id: string, data: string, root = HERE): Ports {
  const file = [join(data, 'ports.json'), join(root, id, 'ports.json')].find(existsSync);
  if (file === undefined) return Ports.parse({});
  const ports = conform(Ports, readJson(file), () => shown(file));
  checkStations(ports, loadDeployment(id, root).stations, file);
  return ports;
}

/**
 * How people sign in: from `<data>/sign-in.json` where an installation has its own, else
 * `<root>/<id>/sign-in.json`, else the defaults. Kept apart from the deployment, which every screen may read.
 * @throws DeploymentError naming file, place and remedy of the first mistake
 */
export function loadSignIn(id: string, data: string, root = HERE): SignInSettings {
  const file = [join(data, 'sign-in.json'), join(root, id, 'sign-in.json')].find(existsSync);
  if (file === undefined) return SignInSettings.parse({});
  return conform(SignInSettings, readJson(file), () => shown(file));
}

/**
 * A mapping, from `<root>/mappings/<id>.json`.
 * @throws DeploymentError naming file, place and remedy of the first mistake
 */
export function loadMapping(id: string, root = HERE): Mapping {
  const folder = join(root, 'mappings');
  const file = join(folder, `${id}.json`);
  if (!/^[a-z0-9][a-z0-9._-]*$/i.test(id) || !existsSync(file)) {
    const found = readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => name.slice(0, -'.json'.length));
    throw new DeploymentError(
      shown(folder),
      '',
      `no mapping "${id}"`,
      `use one of those that exist: ${ids(found)}`,
    );
  }
  const mapping = conform(Mapping, readJson(file), () => shown(file));
  if (mapping.id !== id) {
    throw new DeploymentError(
      shown(file),
      'id',
      `"${mapping.id}" in the file ${id}.json`,
      `write "${id}" or rename the file`,
    );
  }
  return mapping;
}
