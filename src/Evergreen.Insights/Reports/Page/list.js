import { h, fill, section } from './dom.js';
import { conversations, sources, experimentsOf, report, facet as facetOf, labelOf, meanScore } from './data.js';
import { count, seconds, spoken, titled } from './words.js';
import * as filter from './filter.js';
import { read } from './reader.js';

const PAGE = 50;
const topicFacet = report.facets.find(f => f.name === 'task') ?? report.facets.find(f => f.topics.length > 0);
const topic = c => topicFacet && c.facets?.[topicFacet.name] ? labelOf(topicFacet.name, c.facets[topicFacet.name].topic) : '';

const columns = [
  { title: 'Conversation', key: c => c.id },
  ...topicFacet ? [{ title: titled(topicFacet.name), key: topic, cell: topic }] : [],
  { title: 'Ending', key: c => c.ending, cell: c => h('span', { class: tone(c.ending) }, spoken(c.ending)) },
  { title: 'Turns', key: c => c.turns, cell: c => c.turns },
  { title: 'Retries', key: c => c.retries, cell: c => c.retries || '' },
  { title: 'Time', key: c => c.seconds, cell: c => seconds(c.seconds) },
  ...experimentsOf.length > 0 ? [{ title: 'Score', key: c => meanVerdict(c) ?? -1, cell: c => meanVerdict(c)?.toFixed(2) ?? '' }] : [],
];
const numeric = new Set(['Turns', 'Retries', 'Time', 'Score']);

// Counts and amounts have no common scale; the list shows the mean of the yes-or-no scores.
const verdicts = new Set(sources.flatMap(s => s.experiment?.scorers ?? []).filter(s => s.scale === 'verdict').map(s => s.scorer));
function meanVerdict(c) {
  const scores = Object.entries(c.scores ?? {}).filter(([name]) => verdicts.has(name)).map(([, value]) => value);
  return scores.length > 0 ? meanScore({ scores }) : null;
}

export const tone = ending => ['ModelFailed', 'InfrastructureFailed', 'LimitHit', 'DeadlineReached'].includes(ending) ? 'ending-bad' : ending === 'Completed' ? '' : 'ending-warn';

export function list() {
  const state = { sort: null, down: false, shown: PAGE };
  const head = h('tr');
  const body = h('tbody');
  const foot = h('div', { class: 'list-foot' });

  function ordered() {
    const { kept } = filter.current();
    if (state.sort === null) return kept;
    const { key } = columns[state.sort];
    const sign = state.down ? -1 : 1;
    return [...kept].sort((a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.index - b.index));
  }

  function draw() {
    const all = ordered();
    fill(head, columns.map((column, i) => h('th', {
      scope: 'col', class: numeric.has(column.title) ? 'number' : '', 'aria-sort': state.sort !== i ? 'none' : state.down ? 'descending' : 'ascending',
    }, h('button', { type: 'button', onclick: () => sortBy(i) }, column.title))));
    fill(body, all.slice(0, state.shown).map(c => rowOf(c, all)));
    fill(foot, all.length === 0 ? h('p', { class: 'note' }, 'No conversation meets all conditions.')
      : all.length > state.shown ? [h('button', { class: 'button', type: 'button', onclick: more }, `Show ${count(Math.min(PAGE, all.length - state.shown))} more`), h('span', { class: 'quiet' }, `${count(state.shown)} of ${count(all.length)} shown`)]
        : h('span', { class: 'quiet' }, `All ${count(all.length)} shown`));
  }

  function more() {
    const next = state.shown;
    state.shown += PAGE;
    draw();
    body.rows[next]?.querySelector('button').focus();
  }

  function sortBy(i) {
    [state.down, state.sort] = [state.sort === i && !state.down, i];
    draw();
    head.cells[i].querySelector('button').focus();
  }

  body.addEventListener('keydown', event => {
    const row = event.target.closest('tr');
    const to = { ArrowDown: row?.nextElementSibling, ArrowUp: row?.previousElementSibling, Home: body.firstElementChild, End: body.lastElementChild }[event.key];
    if (!to) return;
    event.preventDefault();
    to.querySelector('button').focus();
  });
  filter.onChange(() => { state.shown = PAGE; draw(); });
  draw();
  return section('conversations', 'Conversations',
    h('p', { class: 'lead' }, 'Those that meet the conditions above. Open one to read every message, tool call and attempt.'),
    h('table', { class: 'list stack' }, h('thead', {}, head), body), foot);
}

function rowOf(c, all) {
  return h('tr', {}, columns.map((column, i) => i === 0 ? h('td', {},
    h('button', { class: 'link id', type: 'button', onclick: () => read([c], all) }, c.id),
    h('span', { class: 'opening' }, c.opening),
    h('span', { class: 'under' }, [sources.length > 1 ? sources[c.source].name : '', spoken(c.category), c.errors.join(' ')].filter(Boolean).join(' · ')),
    c.checks ? h('div', { class: 'flag' }, c.checks.map(spoken).join(' · ')) : null)
    : h('td', { class: numeric.has(column.title) ? 'number' : '', 'data-title': column.title }, column.cell(c))));
}
