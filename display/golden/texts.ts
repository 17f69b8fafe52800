import { seamsOf, type Wall } from '../../config/deployment/wall.ts';

/** One piece of text, or one mark, as it stands in the page. */
export interface Shown {
  text: string;
  /** Of its font, in pixels of the page. */
  size: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Everything that is read on the page, a mark as large as the text that it stands by. Runs in the page. */
export function textsOf(): Shown[] {
  const shown: Shown[] = [];
  const add = (text: string, size: number, box: DOMRect, clip: DOMRect) => {
    const left = Math.max(box.left, clip.left);
    const right = Math.min(box.right, clip.right);
    const top = Math.max(box.top, clip.top);
    const bottom = Math.min(box.bottom, clip.bottom);
    if (right - left > 1 && bottom - top > 1) shown.push({ text, size, left, right, top, bottom });
  };
  /** Where an element may show: what it and everything round it cut off. */
  const clipOf = (element: Element): DOMRect => {
    let [left, top, right, bottom] = [0, 0, innerWidth, innerHeight];
    for (let at: Element | null = element; at; at = at.parentElement) {
      if (getComputedStyle(at).overflow === 'visible') continue;
      const box = at.getBoundingClientRect();
      left = Math.max(left, box.left);
      top = Math.max(top, box.top);
      right = Math.min(right, box.right);
      bottom = Math.min(bottom, box.bottom);
    }
    return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    const text = node.textContent?.trim() ?? '';
    if (!parent || text === '' || parent.closest('.unseen') || !parent.checkVisibility()) continue;
    const style = getComputedStyle(parent);
    const range = document.createRange();
    range.selectNodeContents(node);
    const clip = clipOf(parent);
    // The line box is higher than what is drawn in it.
    for (const line of range.getClientRects()) {
      const size = Number.parseFloat(style.fontSize);
      const spare = (line.height - size) / 2;
      add(text, size, new DOMRect(line.x, line.y + spare, line.width, size), clip);
    }
  }
  for (const mark of document.querySelectorAll('.mark, .dot')) {
    const size = Number.parseFloat(getComputedStyle(mark.parentElement as Element).fontSize);
    add('mark', size, mark.getBoundingClientRect(), clipOf(mark));
  }
  return shown;
}

/** Texts and marks that stand on a seam of the wall's panels. `scale`: pixels of the page for one of the wall. */
export function seamed(texts: readonly Shown[], wall: Wall, scale: number): Shown[] {
  const seams = seamsOf(wall);
  const half = (wall.panels.seam / wall.pitch / 2) * scale;
  const on = (seam: number, from: number, to: number) =>
    from < seam * scale + half && to > seam * scale - half;
  return texts.filter(
    ({ left, right, top, bottom }) =>
      seams.x.some((seam) => on(seam, left, right)) ||
      seams.y.some((seam) => on(seam, top, bottom)),
  );
}
