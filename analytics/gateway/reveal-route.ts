import { REVEALED, RevealRequest } from '../../config/contract/reveal.ts';
import { maySee } from '../../config/deployment/permissions.ts';
import { type Identity, recordedAs } from '../access/identity.ts';
import { readBody } from '../access/read-body.ts';
import { failure, json } from './headers.ts';
import { type Answer, refuse } from './route.ts';
import { shownCase } from './shown.ts';

/**
 * `POST /api/reveal`. Whoever may ask at all still sees only fields of its role, of cases within its scope;
 * who called about a 举报 or a confidential order is shown to none but who may see informants.
 */
export const reveal: Answer = async (asked, { caseDetail, permissions, revealing }) => {
  const body = readBody(asked, RevealRequest);
  if (!body.ok) return body.error;
  const who = asked.who as Identity;
  const { role } = who;
  const by = { who: recordedAs(who), role, from: asked.address };
  const wanted = body.value;
  const found = await caseDetail(wanted.case);
  if (!found.ok) return failure(503, found.error);
  const detail = found.value && shownCase(found.value, who, permissions);
  if (!detail) {
    await revealing.refused(wanted, by, 'no such case within the scope');
    return failure(404, 'no such case');
  }
  const may = (field: Parameters<typeof maySee>[2]) => maySee(permissions, role, field);
  const informant = wanted.fields.some((field) => field === 'caller' || field === 'phone');
  const hidden = (detail.type === 'report' || detail.confidential) && informant;
  if (!wanted.fields.every((field) => may(REVEALED[field])) || (hidden && !may('informant'))) {
    await revealing.refused(wanted, by, hidden ? 'informant' : 'field');
    return refuse('forbidden');
  }
  const revealed = await revealing.reveal(wanted, by);
  return revealed.ok ? json(200, revealed.value) : failure(503, revealed.error);
};
