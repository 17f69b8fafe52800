import { type Accessor, createSignal } from 'solid-js';

/** on: a new red alert is heard; muted: an officer wants none; blocked: the browser waits for a key. */
export type SoundState = 'on' | 'muted' | 'blocked';
export interface Sound {
  state: Accessor<SoundState>;
  toggle: () => void;
  /** Sounds once, unless muted. */
  chime: () => void;
}

/** Two rising tones, short and twice: heard across a room, over before anybody is startled. */
const TONES = [
  { at: 0, hertz: 660 },
  { at: 0.18, hertz: 880 },
  { at: 0.6, hertz: 660 },
  { at: 0.78, hertz: 880 },
] as const;
const TONE_S = 0.16;
const LOUDNESS = 0.25;
const KEY = 'qiao-muted';

/** Kept over a reload: who muted a wall wants it muted after a power cut too, and the wall shows it. */
export function createSound(): Sound {
  const context = new AudioContext();
  const [muted, setMuted] = createSignal(localStorage.getItem(KEY) === 'yes');
  const [running, setRunning] = createSignal(context.state === 'running');
  context.addEventListener('statechange', () => setRunning(context.state === 'running'));
  // Browsers let a page sound only after a key or a click, unless a kiosk's settings allow it.
  for (const sign of ['keydown', 'pointerdown'])
    window.addEventListener(sign, () => void context.resume());

  return {
    state: () => (muted() ? 'muted' : running() ? 'on' : 'blocked'),
    toggle() {
      localStorage.setItem(KEY, muted() ? 'no' : 'yes');
      setMuted(!muted());
    },
    chime() {
      if (muted() || context.state !== 'running') return;
      for (const { at, hertz } of TONES) {
        const from = context.currentTime + at;
        const gain = new GainNode(context, { gain: 0 });
        gain.gain.setValueAtTime(0, from);
        gain.gain.linearRampToValueAtTime(LOUDNESS, from + 0.02);
        gain.gain.linearRampToValueAtTime(0, from + TONE_S);
        const tone = new OscillatorNode(context, { frequency: hertz, type: 'sine' });
        tone.connect(gain).connect(context.destination);
        tone.start(from);
        tone.stop(from + TONE_S);
      }
    },
  };
}
