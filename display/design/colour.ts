/** Kinds of colour blindness in which one kind of cone is missing. */
export type Blindness = 'protanopia' | 'deuteranopia' | 'tritanopia';

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

/** Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB. */
const SEEN_WITH: Record<Blindness, Matrix> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** sRGB (IEC 61966-2-1) to linear light, 0 … 1. */
const linear = (channel: number): number =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;

/** Linear red, green and blue of `#rrggbb`, each 0 … 1. */
export function linearOf(hex: string): Triple {
  const value = Number.parseInt(hex.slice(1), 16);
  const channel = (shift: number) => linear(((value >> shift) & 255) / 255);
  return [channel(16), channel(8), channel(0)];
}

const times = (matrix: Matrix, [a, b, c]: Triple): Triple =>
  matrix.map(([x, y, z]) => x * a + y * b + z * c) as unknown as Triple;

/** The linear colour as somebody with that blindness sees it. */
export const seenWith = (blindness: Blindness, colour: Triple): Triple =>
  times(SEEN_WITH[blindness], colour).map((c) => Math.min(1, Math.max(0, c))) as unknown as Triple;

const luminance = ([r, g, b]: Triple): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** Contrast of WCAG 2.2: 1 (none) to 21 (black on white). */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(linearOf(a)), luminance(linearOf(b))];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** CIE L*a*b* under D65. */
function labOf(colour: Triple): Triple {
  const xyz = times(
    [
      [0.4124564, 0.3575761, 0.1804375],
      [0.2126729, 0.7151522, 0.072175],
      [0.0193339, 0.119192, 0.9503041],
    ],
    colour,
  );
  const white: Triple = [0.95047, 1, 1.08883];
  const [x, y, z] = xyz.map((v, n) => {
    const t = v / (white[n] as number);
    return t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 / 116) * t + 16 / 116;
  }) as unknown as Triple;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const RAD = Math.PI / 180;
const hue = (b: number, a: number): number => (Math.atan2(b, a) / RAD + 360) % 360;

/** CIEDE2000 between two linear colours: about 2 is just seen side by side, 10 at a glance. */
export function difference(one: Triple, other: Triple): number {
  const [l1, a1, b1] = labOf(one);
  const [l2, a2, b2] = labOf(other);
  const chroma = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 0.5 * (1 - Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7)));
  const [p1, p2] = [a1 * (1 + g), a2 * (1 + g)];
  const [c1, c2] = [Math.hypot(p1, b1), Math.hypot(p2, b2)];
  const [h1, h2] = [hue(b1, p1), hue(b2, p2)];
  const grey = c1 * c2 === 0;
  const turn = h2 - h1;
  const dh = grey ? 0 : Math.abs(turn) <= 180 ? turn : turn > 0 ? turn - 360 : turn + 360;
  const sum = h1 + h2;
  const h = grey
    ? sum
    : Math.abs(turn) <= 180
      ? sum / 2
      : sum < 360
        ? sum / 2 + 180
        : sum / 2 - 180;
  const t =
    1 -
    0.17 * Math.cos((h - 30) * RAD) +
    0.24 * Math.cos(2 * h * RAD) +
    0.32 * Math.cos((3 * h + 6) * RAD) -
    0.2 * Math.cos((4 * h - 63) * RAD);
  const [l, c] = [(l1 + l2) / 2, (c1 + c2) / 2];
  const sl = 1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2);
  const dL = (l2 - l1) / sl;
  const dC = (c2 - c1) / (1 + 0.045 * c);
  const dH = (2 * Math.sqrt(c1 * c2) * Math.sin((dh / 2) * RAD)) / (1 + 0.015 * c * t);
  const rt =
    -2 *
    Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7)) *
    Math.sin(60 * Math.exp(-(((h - 275) / 25) ** 2)) * RAD);
  return Math.sqrt(dL ** 2 + dC ** 2 + dH ** 2 + rt * dC * dH);
}
