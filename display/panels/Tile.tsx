import type { JSX } from 'solid-js';
import type { ViewName } from '../../config/contract/picture.ts';
import { asOf, staleness } from '../model/freshness.ts';
import { useWall } from './context.ts';

/**
 * A titled part of the wall. Says where its data comes from and how old it is, and greys when the
 * view it shows cannot be trusted as current.
 */
export function Tile(props: {
  view: ViewName;
  title: string;
  origin: string;
  class?: string;
  extra?: JSX.Element;
  children: JSX.Element;
}) {
  const { model, text, format } = useWall();
  const stale = () => staleness(model, props.view);
  const age = () => {
    const why = stale();
    const changedAt = model.changedAt(props.view);
    if (why === null) return format().age(changedAt, model.machine());
    const since = asOf(model, why, props.view);
    return text().stale[why](since === null ? text().age.none : format().second(since));
  };
  return (
    <section class={`tile ${props.class ?? ''}`} data-stale={stale() ?? undefined}>
      <header class="tile-head">
        <h2>{props.title}</h2>
        {props.extra}
        <span class="tile-age">
          {stale() || props.origin === '' ? age() : `${props.origin}${text().separator}${age()}`}
        </span>
      </header>
      {props.children}
    </section>
  );
}
