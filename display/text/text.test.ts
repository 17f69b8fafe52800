import { describe, expect, it } from 'vitest';
import { deskEn } from './desk-en.ts';
import { deskZh } from './desk-zh.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

/** Every text of a dictionary with its path; texts with places are filled with `1`. */
function* texts(part: unknown, path = ''): Iterable<[path: string, text: string]> {
  if (typeof part === 'string') yield [path, part];
  else if (typeof part === 'function') {
    yield [path, String(part(...Array.from({ length: part.length }, () => '1')))];
  } else {
    for (const [key, value] of Object.entries(part as object))
      yield* texts(value, `${path}/${key}`);
  }
}

/** Empty on purpose: real time needs no remark. */
const SILENT = new Set(['/clockMode/live', '/clockMode/city']);
const HAN = /\p{Script=Han}/u;
/** The key that leads to Chinese names it in Chinese. */
const ABOUT_CHINESE = new Set(['/keys', '/move/language']);

describe('the words of the screens', () => {
  it.each([
    ['walls', zh, en],
    ['desk', deskZh, deskEn],
  ])('has the same texts of the %s in both languages', (_, chinese, english) => {
    const paths = (dictionary: object) => [...texts(dictionary)].map(([path]) => path);
    expect(paths(english)).toEqual(paths(chinese));
  });

  it.each([
    ['Chinese', zh],
    ['English', en],
    ['Chinese at the desk', deskZh],
    ['English at the desk', deskEn],
  ])('leaves nothing unsaid in %s', (_, dictionary) => {
    for (const [path, text] of texts(dictionary)) {
      if (!SILENT.has(path)) expect(text.trim().length, path).toBeGreaterThan(0);
    }
  });

  it.each([
    ['walls', en],
    ['desk', deskEn],
  ])('keeps English of the %s free of Chinese', (_, dictionary) => {
    for (const [path, text] of texts(dictionary)) {
      if (!ABOUT_CHINESE.has(path)) expect(HAN.test(text), `${path}: ${text}`).toBe(false);
    }
  });
});
