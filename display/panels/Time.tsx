import { Show } from 'solid-js';
import { useWall } from './context.ts';

/** Deployment time, the state of the line, and whether a new red alert would be heard. */
export function Time() {
  const { model, text, format, sound } = useWall();
  const mode = () => {
    const now = model.row('system', 'system');
    return now ? text().clockMode[now.clock.mode](format().count(now.clock.rate)) : '';
  };
  return (
    <div class="time">
      <time class="clock">{format().second(model.now())}</time>
      <div class="time-notes">
        <span>{format().date(model.now())}</span>
        <span class="line-state" data-state={model.state()}>
          <i class="dot" />
          {text().connection[model.state()]}
          <Show when={mode()}>
            <em>{mode()}</em>
          </Show>
        </span>
        <button
          type="button"
          aria-pressed={sound.state() === 'muted'}
          classList={{ muted: sound.state() !== 'on' }}
          onClick={sound.toggle}
        >
          {text().sound[sound.state()]}
        </button>
      </div>
    </div>
  );
}
