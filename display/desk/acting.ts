import { ACCESS_REFUSALS } from '../../config/contract/access-refusal.ts';
import type { CaseAct } from '../../config/contract/command.ts';
import type { AlertAct } from '../../config/contract/vocabulary.ts';
import { ALERT_ASKS, alertActOf, CASE_ASKS, caseActOf } from './acts.ts';
import type { CaseList } from './case-list.ts';
import { alertCommand, caseCommand } from './command-of.ts';
import type { Desk } from './context.ts';
import type { Form } from './drafts.ts';
import { SHOWN_S } from './reveal.ts';

export interface Acting {
  alert(act: AlertAct, id: string): void;
  case(act: CaseAct, id: string): void;
  /** Sees the chosen case in clear, or hides it again. */
  reveal(): void;
  /** Whether a key was an act on what is chosen. */
  press(key: string): boolean;
}

/** What is done about the alert or case that is chosen: asked about first, and given to the outbox. */
export function createActing(
  desk: Desk,
  list: CaseList,
  to: {
    /** @param key what is done to what */
    ask: (key: string, form: Form) => void;
    say: (words: string) => void;
    /** Something was done about an alert that needs no more doing. */
    answered: (id: string) => void;
  },
): Acting {
  const { model, text, words, format, language, outbox, chosen, reveal } = desk;
  const refuse = (what: string, why: string) => to.say(words().refused(what, why));
  const send = async (...of: Parameters<typeof outbox.send>) =>
    (await outbox.send(...of)) === 'done';

  const acting: Acting = {
    alert(act, id) {
      const label = words().alertAct[act];
      const told = model.row('alerts', id)?.title;
      const title = told ? format().name(told) : id;
      to.ask(`${act} ${id}`, {
        title: label,
        about: title,
        warning: '',
        fields: ALERT_ASKS[act].fields,
        values: {},
        submit(values) {
          const sent = send(alertCommand(act, id, values, model.now()), `${label} ${title}`, id);
          if (act !== 'comment') to.answered(id);
          return sent;
        },
      });
    },
    case(act, id) {
      const label = words().caseAct[act];
      const refusal = chosen.acts().get(act);
      if (refusal) return refuse(label, refusal[language()]);
      if (chosen.stranger()) return refuse(label, words().signIn);
      const title = list.row(id)?.subject ?? chosen.caseDetail()?.subject ?? id;
      const unit = list.row(id)?.unit ?? chosen.caseDetail()?.unit ?? '';
      to.ask(`${act} ${id}`, {
        title: label,
        about: title,
        warning: '',
        fields: CASE_ASKS[act].fields,
        values: act === 'dispatch' && unit !== '' ? { unit } : {},
        submit: (values) => send(caseCommand(act, id, values), `${label} ${title}`, id),
      });
    },
    reveal() {
      const { title, warning, away } = words().reveal;
      const subject = chosen.subject();
      if (subject?.on !== 'case') return;
      if (reveal.values() !== null) return reveal.hide();
      if (!reveal.may) return refuse(title, ACCESS_REFUSALS.forbidden[language()]);
      const detail = chosen.caseDetail();
      if (detail === null)
        return refuse(title, chosen.failed() ? text().drill.failed : text().drill.loading);
      to.ask(`reveal ${subject.id}`, {
        title,
        about: detail.subject,
        warning: warning(String(SHOWN_S)),
        fields: ['reason'],
        values: {},
        async submit({ reason = '' }) {
          const denied = await reveal.ask(subject.id, reason);
          if (denied === null) return true;
          refuse(title, denied === 'away' ? away : ACCESS_REFUSALS[denied][language()]);
          return false;
        },
      });
    },
    press(key) {
      const subject = chosen.subject();
      if (subject === null) return false;
      if (subject.on === 'alert') {
        const act = alertActOf(key);
        if (act) acting.alert(act, subject.id);
        return act !== undefined;
      }
      const act = caseActOf(key);
      if (act) acting.case(act, subject.id);
      return act !== undefined;
    },
  };
  return acting;
}
