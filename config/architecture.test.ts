import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const PARTS = ['config', 'ingest', 'analytics', 'display'];
const TOP = new Set([
  ...PARTS,
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'tsconfig.json',
  'README.md',
]);
/** Made by the tools, never committed. */
const MADE = new Set(['node_modules', 'dist']);

const files = PARTS.flatMap((part) =>
  readdirSync(join(ROOT, part), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name))),
);

const IMPORT = /(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g;
const importsOf = (file: string): string[] =>
  [...readFileSync(join(ROOT, file), 'utf8').matchAll(IMPORT)].map((match) =>
    relative(ROOT, join(ROOT, dirname(file), match[1] as string)),
  );
const graph = new Map(files.map((file) => [file, importsOf(file)]));
const partOf = (file: string): string => file.split('/')[0] as string;

function mayImport(from: string, to: string): boolean {
  const [source, target] = [partOf(from), partOf(to)];
  if (source === target) return true;
  if (target === 'config')
    return (
      source !== 'display' || /^config\/(contract|deployment|start)/.test(to) || !isScreen(from)
    );
  if (source === 'analytics' && target === 'ingest') return to === 'ingest/store/index.ts';
  return false;
}
/** Tests and tools of the display run in Node and may read the environment; what the browser loads may not. */
const isScreen = (file: string): boolean => !/\.(test|bench)\.tsx?$|screenshot/.test(file);

describe('the house', () => {
  it('has only the agreed things at its top level', () => {
    const found = readdirSync(ROOT).filter((name) => !name.startsWith('.') && !MADE.has(name));
    expect(found.filter((name) => !TOP.has(name))).toEqual([]);
  });

  it('lets parts import only what they may', () => {
    const wrong = [...graph].flatMap(([file, targets]) =>
      targets.filter((target) => !mayImport(file, target)).map((target) => `${file} → ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('resolves every import to a file', () => {
    const known = new Set(files);
    const dangling = [...graph].flatMap(([file, targets]) =>
      targets
        .filter((target) => /\.tsx?$/.test(target) && !known.has(target))
        .map((target) => `${file} → ${target}`),
    );
    expect(dangling).toEqual([]);
  });

  it('has no import cycle', () => {
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: string[]) => {
      if (path.includes(file)) {
        cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
        return;
      }
      if (done.has(file)) return;
      for (const target of graph.get(file) ?? []) visit(target, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it('wires stages together only in main files, which nobody imports', () => {
    const imported = [...graph].flatMap(([file, targets]) =>
      targets
        .filter((target) => /(^|\/)main\.tsx?$/.test(target))
        .map((target) => `${file} → ${target}`),
    );
    expect(imported).toEqual([]);
  });
});
