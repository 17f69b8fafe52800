import type { Millis } from '../../config/contract/ids.ts';

interface Dated {
  readonly report: { readonly id: string; readonly at: Millis };
}

/** The one order in which reports are judged, however they arrive: by time, then by id. */
export const inOrder = (a: Dated, b: Dated): number =>
  a.report.at - b.report.at || (a.report.id < b.report.id ? -1 : a.report.id > b.report.id ? 1 : 0);

/** Members yet to be judged, the earliest first; one that is put in twice stands in it once. */
export class Agenda<M extends Dated> {
  private readonly heap: M[] = [];
  private readonly held = new Set<M>();

  put(member: M): void {
    if (this.held.has(member)) return;
    this.held.add(member);
    const { heap } = this;
    let i = heap.length;
    heap.push(member);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (inOrder(heap[parent]!, member) <= 0) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = member;
  }

  /** Takes the earliest; null where nothing is left. */
  take(): M | null {
    const { heap } = this;
    const [first] = heap;
    if (first === undefined) return null;
    this.held.delete(first);
    const last = heap.pop()!;
    if (last === first) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && inOrder(heap[child + 1]!, heap[child]!) < 0) child++;
      if (inOrder(last, heap[child]!) <= 0) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = last;
    return first;
  }
}
