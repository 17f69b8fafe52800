import type { Millis } from '../../config/contract/ids.ts';
import type { Ports } from '../../config/deployment/ports/ports.ts';
import type { Store } from '../store/index.ts';
import { cityManagementRoutes } from './city-management/receive.ts';
import type { Memory } from './first-told.ts';
import { gridRoutes } from './grid/receive.ts';
import { hallRoutes } from './hall/receive.ts';
import { hotlineRoutes } from './hotline/routes.ts';
import type { Route } from './http/route.ts';
import { createLookup } from './open311/lookup.ts';
import { open311Routes } from './open311/routes.ts';
import type { PortContext } from './port.ts';
import { registersRoutes } from './registers/receive.ts';
import { safetyRoutes } from './safety/receive.ts';

/** Every route that the network reaches, of the ports that the settings enable. */
export function networkRoutes(
  settings: Pick<
    Ports,
    'hotline' | 'cityManagement' | 'grid' | 'safety' | 'open311' | 'registers' | 'hall'
  >,
  context: (source: string) => PortContext,
  store: Store,
  memory: Memory,
): Route[] {
  const { hotline, cityManagement, grid, safety, open311, registers, hall } = settings;
  const told = (of: PortContext): Route[] => {
    const lookup = createLookup(store, of.deployment, of.source);
    return open311Routes(of, open311, lookup, memory.book<Millis>('open311'));
  };
  return [
    ...(hotline.enabled ? hotlineRoutes(context('12345'), hotline) : []),
    ...(cityManagement.enabled ? cityManagementRoutes(context('dcm'), cityManagement) : []),
    ...(grid.enabled ? gridRoutes(context('grid'), grid) : []),
    ...(safety.enabled ? safetyRoutes(context('safety'), safety) : []),
    ...(open311.enabled ? told(context('open311')) : []),
    ...(registers.enabled ? registersRoutes(context('registers'), registers) : []),
    ...(hall.enabled ? hallRoutes(context('hall'), hall) : []),
  ];
}
