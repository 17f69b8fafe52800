import type { Millis } from '../../../config/contract/ids.ts';
import type { Open311Settings } from '../../../config/deployment/ports/open311.ts';
import { maskText } from '../../../config/masks/mask-text.ts';
import type { FirstTold } from '../first-told.ts';
import type { Call } from '../http/route.ts';
import type { PortContext } from '../port.ts';
import type { PublicRequest } from './lookup.ts';
import { canonical, clientOf, draftOfPosted, numberOf, type Posted, readForm } from './posted.ts';
import type { Services } from './services.ts';
import { Refusal, type Row } from './write-answer.ts';

const FORM = 'application/x-www-form-urlencoded';
/** Newest posts that are answered for before the store has them. */
const RECENT = 1000;

export interface Posting {
  /**
   * Takes a request of a civic app; it is durable once this resolves.
   * @returns the row of the answer, with the request's number
   * @throws Refusal in the standard's words; Unavailable where nothing is taken now
   */
  post(call: Call): Promise<Row>;
  /** A request that was posted to this process of late, as it was then. */
  recent(no: string): PublicRequest | undefined;
}

/** @throws Refusal 404 where another jurisdiction is meant than ours */
export function checkJurisdiction(given: string | null, ours: string | undefined): void {
  if (given && given !== ours)
    throw new Refusal(404, `jurisdiction_id "${given.slice(0, 64)}" was not found`);
}

/** @param received when posts were received first (UTC ms), by number */
export function createPosting(
  context: PortContext,
  settings: Open311Settings,
  services: Services,
  received: FirstTold<Millis>,
): Posting {
  const { source, health, intake, deployment } = context;
  const recent = new Map<string, PublicRequest>();

  const remember = (no: string, { service, place, address }: Posted, at: Millis): void => {
    for (const oldest of recent.keys()) {
      if (recent.size < RECENT) break;
      recent.delete(oldest);
    }
    recent.set(no, {
      no,
      open: true,
      category: service.category,
      unit: '',
      address: maskText(address),
      place,
      requestedAt: at,
      updatedAt: at,
      expectedAt: null,
    });
  };

  return {
    recent: (no) => recent.get(no),
    async post(call) {
      const type = call.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
      const form = new URLSearchParams(type === FORM ? call.body.toString('utf8') : '');
      const field = (name: string) => form.get(name) ?? call.query.get(name);
      const client = clientOf(field('api_key') ?? '', context.keys.clients[source] ?? {});
      if (client === null) {
        health.refuse('unknown api_key');
        throw new Refusal(403, 'the api_key is missing or unknown');
      }
      if (type !== FORM) {
        health.refuse('not a form');
        throw new Refusal(400, `the request must be ${FORM}`);
      }
      checkJurisdiction(field('jurisdiction_id'), settings.jurisdiction);

      const words = canonical(form);
      const now = context.now();
      const no = numberOf(client, words, now, deployment.zone);
      const origin = { source, place: `requests#${no}`, raw: () => words };
      let posted: Posted;
      try {
        posted = readForm(form, services);
      } catch (error) {
        if (error instanceof Refusal) await intake.take([{ origin, refusal: error.message }]);
        throw error;
      }
      const receivedAt = await received.told(no, now);
      const draft = draftOfPosted(posted, source, no, receivedAt);
      const [receipt] = await intake.take([{ origin, draft }]);
      if (receipt?.outcome === 'rejected') throw new Refusal(400, receipt.reason ?? 'not taken');
      remember(no, posted, receivedAt);
      return { service_request_id: no, service_notice: null, account_id: null };
    },
  };
}
