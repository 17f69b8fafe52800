import type { Deployment } from '../../config/deployment/schema.ts';

/**
 * All that a page says: what is shown, and what is told to those who do not see; not what is of no language, as ids
 * are. Runs in the page.
 */
export function saidOn(): string[] {
  const said = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (node.parentElement?.checkVisibility() && !node.parentElement.closest('[translate=no]'))
      said.push(node.textContent ?? '');
  for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'aria-description'])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (element.checkVisibility() && !element.closest('[translate=no]'))
        said.push(element.getAttribute(name) ?? '');
  return [...new Set(said.map((text) => text.trim()).filter((text) => text !== ''))];
}

/** Words of no language: keys, indices, and what leads to the other language. */
const OF_BOTH = ['Esc', 'Enter', 'Shift', 'Tab', 'AQI', 'English', '中文'];
const STRANGE = { en: /\p{Script=Han}/u, zh: /\p{Script=Latin}{2,}/u } as const;

/** Every text in something that was told, whatever its shape; but for what Qiao says itself, in both languages. */
export function* textsIn(told: unknown): Iterable<string> {
  if (typeof told === 'string') yield told;
  else if (typeof told === 'object' && told !== null)
    for (const [key, part] of Object.entries(told))
      if (key !== 'zh' && key !== 'en') yield* textsIn(part);
}

/** Names of the deployment in one language. */
export function* namesIn(told: unknown, language: 'zh' | 'en'): Iterable<string> {
  if (typeof told !== 'object' || told === null) return;
  for (const [key, part] of Object.entries(told))
    if (key === language && typeof part === 'string') yield part;
    else yield* namesIn(part, language);
}

/**
 * Finds what a page says in the other language than its own. What upstream systems told, the urgent words that
 * are found in it, and how the deployment calls things in this language, is taken out first.
 */
export function createStrangers(
  language: 'zh' | 'en',
  deployment: Pick<
    Deployment,
    'grids' | 'units' | 'sources' | 'stations' | 'communities' | 'urgentWords'
  >,
  data: unknown,
): (said: readonly string[]) => string[] {
  const strange = STRANGE[language];
  const urgent = deployment.urgentWords.words.flatMap(({ words }) => words);
  const told = [...OF_BOTH, ...urgent, ...textsIn(data), ...namesIn(deployment, language)];
  const known = [...new Set(told)]
    .filter((text) => strange.test(text))
    .sort((a, b) => b.length - a.length);
  return (said) =>
    said.filter((text) => {
      if (!strange.test(text)) return false;
      const rest = known.reduce((left, one) => left.replaceAll(one, ' '), text);
      return strange.test(rest);
    });
}
