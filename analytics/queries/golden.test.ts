import { expect, test } from 'vitest';
import { alertId, caseId } from '../../config/contract/ids.ts';
import type { Parameter, Sql } from '../../ingest/store/index.ts';
import { actsOfAlert, eventsOfAlert, tellingsOfAlert } from './alert-log.ts';
import { casesById, openCases } from './cases-folded.ts';
import { hopsByHour, patrolsByHour } from './counted-hours.ts';
import { countedPast } from './counted-past.ts';
import { hopsByPlace, patrolsByPlace, recordsBySource } from './counted-places.ts';
import { countedRows } from './counted-rows.ts';
import {
  NEAR_REGISTERS,
  patrollersNear,
  patrolsIn,
  registeredEntries,
  registeredIn,
  registeredNear,
  visitsIn,
} from './ground.ts';
import { caseNow, casesOfGrid, casesOfSource, casesOfUnit, hopsOfCase } from './listed-cases.ts';
import {
  lastPatrols,
  newestAlertActs,
  newestAlerts,
  newestHours,
  newestOrders,
  newestPatrols,
  newestReadings,
  newestTellings,
  newestWallEvents,
  readingsSince,
  undecidedAlerts,
} from './newest-facts.ts';
import { firstDay, takenByHour, takenByStep } from './past.ts';
import { casesTouchedAfter, openCasesNow, openCasesRaw } from './raw-cases.ts';
import { searchedCases } from './searched-cases.ts';
import { toldOfMatters } from './told-of-matters.ts';
import { dailyTotals, hourlyTotals, rawTotals } from './totals.ts';

const FROM = Date.UTC(2026, 2, 1);
const TO = Date.UTC(2026, 2, 2);
const ZONE = 'Asia/Shanghai';
const EVERYWHERE = { from: FROM, to: null, grid: null, unit: null, source: null };

const shown = (hole: Sql | Parameter): string =>
  'pieces' in hole
    ? textOf(hole)
    : `{${hole.type}: ${hole.value instanceof Date ? hole.value.toISOString() : JSON.stringify(hole.value)}}`;
const textOf = ({ pieces, holes }: Sql): string =>
  pieces.reduce((text, piece, index) => text + shown(holes[index - 1]!) + piece);

test('every question in SQL, word for word', async () => {
  const questions: Record<string, Sql> = {
    openCases: openCases(),
    casesById: casesById([caseId('12345', '1', 0)]),
    hopsByHour: hopsByHour(FROM, 7, ZONE),
    patrolsByHour: patrolsByHour(FROM, 7, ZONE),
    hopsByPlace: hopsByPlace(FROM, 7, ZONE),
    patrolsByPlace: patrolsByPlace(FROM, 7, ZONE),
    recordsBySource: recordsBySource(FROM, 7, ZONE),
    newestOrders: newestOrders(FROM, 7, 60),
    newestPatrols: newestPatrols(FROM, 7, 60),
    newestReadings: newestReadings(FROM, 7),
    newestHours: newestHours(FROM, 7),
    readingsSince: readingsSince(FROM, 7),
    newestAlerts: newestAlerts(7, 100),
    eventsOfAlert: eventsOfAlert(alertId('overdue:12345:1:0:7')),
    tellingsOfAlert: tellingsOfAlert(alertId('overdue:12345:1:0:7')),
    actsOfAlert: actsOfAlert(alertId('overdue:12345:1:0:7')),
    newestAlertActs: newestAlertActs(7, 100),
    newestWallEvents: newestWallEvents(7, 100),
    newestTellings: newestTellings(7, 7, 100),
    undecidedAlerts: undecidedAlerts(7, 7),
    toldOfMatters: toldOfMatters(FROM, 7, 100),
    countedPast: countedPast(FROM, TO, 7, FROM, 50, ZONE),
    lastPatrols: lastPatrols(7),
    firstDay: firstDay(),
    takenByHour: takenByHour(FROM, TO, ZONE),
    takenByStep: takenByStep(FROM, TO, ['2026-03-01'], 300_000, ZONE),
    casesOfGrid: casesOfGrid('g1', 10),
    casesWithin: casesOfGrid('g1', 10, {
      key: '',
      grids: new Set(['g1', 'g2']),
      units: new Set(['u1']),
    }),
    casesOfUnit: casesOfUnit('u1', 10),
    casesOfSource: casesOfSource('12345', 10),
    caseNow: caseNow('12345:1:0'),
    searchedCases: searchedCases(
      {
        words: [
          { word: '井盖', units: [], grids: ['g1'] },
          { word: 'x', units: ['u1'], grids: [] },
        ],
        from: FROM,
        to: TO,
      },
      10,
    ),
    hopsOfCase: hopsOfCase('12345:1:0'),
    ordersOfToday: countedRows('orders', EVERYWHERE, 10) as Sql,
    returnedOfUnit: countedRows('returned', { ...EVERYWHERE, to: TO, unit: 'u1' }, 10) as Sql,
    recordsOfPort: countedRows('records', { ...EVERYWHERE, source: 'grid' }, 10) as Sql,
    rejectedOfPort: countedRows('rejected', { ...EVERYWHERE, source: 'grid' }, 10) as Sql,
    patrollersNear: patrollersNear({ lon: 120.6, lat: 31.4 }, 1000, FROM, TO, 10),
    registeredNear: registeredNear(
      { lon: 120.6, lat: 31.4 },
      500,
      NEAR_REGISTERS,
      '2026-03-01',
      10,
    ),
    registeredEntries: registeredEntries('g1', 'firms', '2026-03-01', 10),
    registeredIn: registeredIn('g1', ['firms'], '2026-03-01'),
    patrolsIn: patrolsIn('g1', FROM),
    visitsIn: visitsIn('g1', FROM),
    openCasesRaw: openCasesRaw(7),
    openCasesNow: openCasesNow(),
    casesTouchedAfter: casesTouchedAfter(7),
    rawTotals: rawTotals(),
    hourlyTotals: hourlyTotals(),
    dailyTotals: dailyTotals(),
  };
  const script = Object.entries(questions)
    .map(([name, statement]) => `-- ${name}\n${textOf(statement).trim()};\n`)
    .join('\n');
  await expect(script).toMatchFileSnapshot('golden.sql');
});
