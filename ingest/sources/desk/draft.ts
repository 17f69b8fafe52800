import {
  type CaseCommand,
  EVENT_OF,
  otherOf,
  type ToldCommand,
  type WallCommand,
} from '../../../config/contract/command.ts';
import type { Details } from '../../../config/contract/facts.ts';
import type { Millis, UnitId } from '../../../config/contract/ids.ts';
import { assertNever } from '../../../config/contract/result.ts';
import type { AlertActionDraft, HopDraft, StepDraft, WallDraft } from '../../pipeline/draft.ts';

/** What stands with a command from when it was first told on. */
export interface Circumstances {
  /** When it was given, in UTC ms: stamped here unless the command said so itself. */
  at: Millis;
  /** The deadline that the step gives its case; absent: the command, or else the limits, say. */
  dueAt?: Millis | null;
  /** The unit that gives the case back: id, name or alias; absent: none is known. */
  returnedBy?: string;
}

type FindUnit = (name: string) => UnitId | undefined;

/** What the step of a command states besides what it is, who took it and when. */
function said(command: CaseCommand): Pick<HopDraft, 'unit' | 'note' | 'dueAt' | 'solved'> {
  switch (command.act) {
    case 'dispatch':
      return { unit: command.unit };
    case 'extend':
      return { dueAt: command.until, note: command.reason };
    case 'reject':
    case 'return':
    case 'suspend':
    case 'rework':
    case 'reopen':
    case 'cancel':
      return { note: command.reason };
    case 'finish':
      return { note: command.note };
    case 'visit':
      return { solved: command.solved };
    case 'comment':
      return { note: command.text };
    case 'verify':
    case 'accept':
    case 'sign':
    case 'contact':
    case 'resume':
    case 'check':
    case 'close':
    case 'merge':
    case 'urge':
    case 'supervise':
    case 'join':
    case 'part':
      return {};
    default:
      return assertNever(command);
  }
}

/** A name that is no unit's stays as it was told. */
const idsOf = (names: readonly string[], findUnit: FindUnit): string =>
  [...new Set(names.map((name) => findUnit(name) ?? name))].join(',');

function detailsOf(command: CaseCommand, findUnit: FindUnit): Details {
  switch (command.act) {
    case 'dispatch':
      return command.coUnits.length > 0 ? { coUnits: idsOf(command.coUnits, findUnit) } : {};
    case 'suspend':
      return command.until === undefined ? {} : { deadline: new Date(command.until).toISOString() };
    case 'finish': {
      const photos = command.photos.join(',');
      return photos === '' ? {} : { photos, photosAfter: photos };
    }
    case 'visit':
      return command.satisfaction === '' ? {} : { satisfaction: command.satisfaction };
    case 'join':
      return { joined: otherOf({ command }) ?? '' };
    case 'part':
      return { parted: otherOf({ command }) ?? '' };
    default:
      return {};
  }
}

const onWall = (
  command: WallCommand,
  no: string,
  source: string,
  actor: string,
  at: Millis,
): WallDraft => ({
  kind: 'wall',
  ...{ no, source, actor, at, act: command.act },
  mode: command.act === 'mode' ? command.mode : '',
  subject: 'subject' in command ? command.subject : null,
  text: 'text' in command ? command.text : command.act === 'enter' ? command.title : '',
  unit: command.act === 'task' ? (command.unit ?? '') : '',
  dueAt: command.act === 'task' ? (command.until ?? null) : null,
  task: command.act === 'finish' ? command.task : '',
});

/**
 * The record that a command is: a step of its case, an act about an alert, or one with the walls. Its identity is the
 * client and the client's number, in words, so that it is neither taken for the upstream's own number
 * of a hop nor for its place in their order.
 */
export function draftOf(
  { no, actor, command }: ToldCommand,
  client: string,
  source: string,
  { at, dueAt, returnedBy }: Circumstances,
  findUnit: FindUnit,
): StepDraft | AlertActionDraft | WallDraft {
  if (command.on === 'wall') return onWall(command, `${client}/${no}`, source, actor, at);
  if (command.on === 'alert')
    return {
      kind: 'alert-act',
      no: `${client}/${no}`,
      source,
      alertId: command.alert,
      act: command.act,
      at,
      actor,
      note: command.act === 'comment' ? command.text : '',
      until: command.act === 'silence' ? command.until : null,
    };
  return {
    kind: 'step',
    case: command.case,
    ...(command.act === 'merge' ? { parent: command.into } : {}),
    hops: [
      {
        event: EVENT_OF[command.act],
        at,
        no: `desk/${client}/${no}`,
        actor,
        ...(dueAt === undefined ? {} : { dueAt }),
        ...(returnedBy === undefined ? {} : { unit: returnedBy }),
        ...said(command),
        details: detailsOf(command, findUnit),
      },
    ],
  };
}
