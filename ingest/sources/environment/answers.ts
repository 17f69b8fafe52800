import type { Millis } from '../../../config/contract/ids.ts';
import type { EnvironmentDevice } from '../../../config/deployment/ports/environment.ts';
import { qnText, secondsText } from './device-time.ts';
import { buildFrame } from './frame.ts';
import type { Heading } from './message.ts';
import { buildBody, flagValue } from './packet.ts';

/** 系统交互: ST of every answer. */
const INTERACTION = '91';

/** 9013: a notice was received. 9014: data were received, and are kept. */
export type AnswerCn = '9013' | '9014';

/**
 * Answer to a packet that asked for one. Since 2017 it repeats the QN of the request in its head and has
 * an empty CP (appendix C of 2017); 2005 has the QN in its CP instead. The text of 2005 was not at hand, that
 * is how its devices are known to expect it; where a request of 2005 has no QN, there is none to repeat.
 */
export function answerTo({ qn, pw, mn, flag }: Heading, cn: AnswerCn): Buffer {
  const old = flag.version === '2005';
  return buildFrame(
    buildBody(
      [
        ['QN', old ? undefined : qn],
        ['ST', INTERACTION],
        ['CN', cn],
        ['PW', pw],
        ['MN', mn],
        ['Flag', String(flagValue(flag.version, false))],
      ],
      old && qn !== undefined ? `QN=${qn}` : '',
    ),
  );
}

/** CN 1012: sets the clock of a device, or of one of its analysers (PolId). It answers 9011 and 9012. */
export function setTimeCommand(
  { st, pw, mn, flag }: Heading,
  of: { device: EnvironmentDevice; polId: string | undefined; now: Millis; zone: string },
): { qn: string; frame: Buffer } {
  const qn = qnText(of.now, of.zone);
  const body = buildBody(
    [
      ['QN', qn],
      ['ST', of.device.st ?? st],
      ['CN', '1012'],
      ['PW', pw],
      ['MN', mn],
      ['Flag', String(flagValue(flag.version, true))],
    ],
    `${of.polId === undefined ? '' : `PolId=${of.polId};`}SystemTime=${secondsText(of.now, of.zone)}`,
  );
  return { qn, frame: buildFrame(body) };
}
