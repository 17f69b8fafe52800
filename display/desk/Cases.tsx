import { createMemo, For, Show } from 'solid-js';
import { LightMark } from '../panels/Mark.tsx';
import { type CaseList, type Listed, SEARCHED_DAYS } from './case-list.ts';
import { CASE_FILTERS } from './case-order.ts';
import { useDesk } from './context.ts';
import { List } from './List.tsx';

/** First digit of the filters' keys; the ones before are the regions'. */
const FIRST_KEY = 4;

/** Open cases by what is to be done, and a search over them and the past. */
export function Cases(props: { list: CaseList; open: (id: string) => void; leave: () => void }) {
  const { model, text, words, format, names, chosen } = useDesk();
  const { list } = props;
  const mine = () => {
    const subject = chosen.subject();
    return subject?.on === 'case' ? subject.id : null;
  };
  const toFirst = () =>
    document.querySelector<HTMLElement>('#cases [role=option]:first-child')?.focus();
  /** What its clock has left; where none runs, how long it stands so; of the past, when it came. */
  const rest = ({ id, light, dueAt, stateAt, receivedAt }: Listed) => {
    if (!model.row('cases', id)) return format().day(receivedAt);
    if (light === 'none' || dueAt === null)
      return words().stands(format().span(Math.max(0, model.now() - stateAt)));
    const ms = dueAt - model.now();
    const span = format().span(Math.abs(ms));
    return ms < 0 ? text().drill.overdueBy(span) : text().drill.left(span);
  };
  const said = () => {
    if (list.query().trim() === '') return '';
    if (list.searching() === 'searching') return words().searching;
    if (list.searching() === 'failed') return words().searchFailed;
    return words().searched(String(SEARCHED_DAYS));
  };

  return (
    <>
      <div class="desk-search">
        <kbd>/</kbd>
        <input
          id="search"
          type="search"
          value={list.query()}
          placeholder={words().search}
          aria-label={words().search}
          spellcheck={false}
          autocomplete="off"
          onInput={(event) => list.setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.isComposing) return;
            if (event.key === 'Escape') {
              list.setQuery('');
              props.leave();
            } else if (event.key === 'ArrowDown' || event.key === 'Enter') toFirst();
            else return;
            event.preventDefault();
          }}
        />
        <span class="desk-said" role="status">
          {said()}
        </span>
      </div>
      <fieldset class="desk-filters" aria-label={words().region.cases}>
        <For each={CASE_FILTERS}>
          {(filter, index) => (
            <button
              type="button"
              tabindex="-1"
              aria-pressed={list.query().trim() === '' && list.filter() === filter}
              onClick={() => list.setFilter(filter)}
            >
              <kbd>{FIRST_KEY + index()}</kbd>
              {words().filter[filter]} <b>{format().count(list.counts()[filter])}</b>
            </button>
          )}
        </For>
      </fieldset>
      <List
        id="cases"
        name={words().region.cases}
        keys={list.keys()}
        chosen={mine()}
        choose={(id) => chosen.select({ on: 'case', id })}
        open={props.open}
        empty={list.searching() === 'searching' ? words().searching : words().foundNone}
      >
        {(id) => {
          const find = () => list.row(id);
          const row = createMemo<ReturnType<typeof find>>((before) => find() ?? before);
          return (
            <Show when={row()}>
              {(of) => (
                <div class="desk-case">
                  <LightMark light={of().light} />
                  <span class="desk-main">
                    <Show when={of().urgency !== 'normal'}>
                      <b class="desk-urgent">{text().urgency[of().urgency]}</b>
                    </Show>
                    {of().subject || words().untitled}
                  </span>
                  <span class="desk-state">{text().state[of().state]}</span>
                  <span class="desk-meta">
                    {[
                      of().upstreamNo,
                      of().unit === '' ? text().drill.noUnit : format().name(names.unit(of().unit)),
                      of().grid === '' ? null : format().name(names.grid(of().grid)),
                    ]
                      .filter((part) => part !== null)
                      .join(text().separator)}
                  </span>
                  <span
                    class="desk-rest"
                    data-late={of().light === 'red' || of().light === 'purple' || undefined}
                  >
                    {rest(of())}
                  </span>
                </div>
              )}
            </Show>
          );
        }}
      </List>
      <Show when={list.more() > 0}>
        <button type="button" class="desk-more" onClick={() => list.showMore()}>
          {words().more(format().count(list.more()))}
        </button>
      </Show>
    </>
  );
}
