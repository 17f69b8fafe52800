import { hash } from 'node:crypto';
import type { Name } from '../../../config/deployment/name.ts';
import type { Category, Deployment } from '../../../config/deployment/schema.ts';

const CODE_LENGTH = 10;

/** A category of ours that a civic app may report under: one without finer ones below it. */
export interface Service {
  /** Made of the category's names, so that it stays the same wherever the category stands in its list. */
  code: string;
  name: string;
  /** The whole path in words. */
  description: string;
  /** The other language's words, joined by a comma. */
  keywords: string;
  group: string;
  /** Category levels, widest first, as cases carry them. */
  category: readonly string[];
}

export interface Services {
  all: readonly Service[];
  byCode(code: string): Service | undefined;
  byCategory(category: readonly string[]): Service | undefined;
}

/** @throws Error where two categories have the same code; their names are to be changed then */
export function createServices(deployment: Deployment): Services {
  const { language } = deployment;
  const other = language === 'zh' ? 'en' : 'zh';
  const all: Service[] = [];
  const walk = (nodes: readonly Category[], above: readonly Name[]) => {
    for (const { name, children } of nodes) {
      const path = [...above, name];
      if (children && children.length > 0) {
        walk(children, path);
        continue;
      }
      const category = path.map((level) => level[language]);
      all.push({
        code: hash('sha256', category.join('\n')).slice(0, CODE_LENGTH),
        name: name[language],
        description: category.join(' / '),
        keywords: path.map((level) => level[other]).join(','),
        group: category[0] as string,
        category,
      });
    }
  };
  walk(deployment.categories, []);

  const codes = new Map(all.map((service) => [service.code, service]));
  const paths = new Map(all.map((service) => [service.category.join('\n'), service]));
  if (codes.size < all.length) throw new Error('two categories have the same Open311 service code');
  return {
    all,
    byCode: (code) => codes.get(code),
    byCategory: (category) => paths.get(category.filter(Boolean).join('\n')),
  };
}
