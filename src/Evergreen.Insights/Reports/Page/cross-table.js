import { h, fill, section, select } from './dom.js';
import { report, sources, facet as facetOf, labelOf } from './data.js';
import { percent, titled } from './words.js';
import * as filter from './filter.js';

export function crossTable() {
  if (report.crosses.length === 0) return null;
  const start = report.crosses.find(c => c.table.facet === 'sentiment' && c.table.by === 'task') ?? report.crosses[0];
  const state = { source: start.source, rows: start.table.facet, columns: start.table.by };
  const place = h('div');
  const sentences = h('div');
  const cells = [];

  function draw() {
    const cross = report.crosses.find(c => c.source === state.source && c.table.facet === state.rows && c.table.by === state.columns);
    cells.length = 0;
    fill(sentences, (cross?.sentences ?? []).map(text => h('p', { class: 'lead' }, `${text}.`)));
    fill(place, cross ? tableOf(cross, cells) : h('p', { class: 'note' }, 'No conversation has a finding in both facets.'));
    press();
  }
  const press = () => cells.forEach(({ button, expressions }) => button.setAttribute('aria-pressed', String(expressions.every(filter.holds))));
  filter.onChange(press);

  const facets = [...new Set(report.crosses.map(c => c.table.facet))].map(name => [name, titled(name)]);
  const used = [...new Set(report.crosses.map(c => c.source))];
  const controls = h('div', { class: 'row map-controls' },
    used.length > 1 ? select('Conversations of', used.map(i => [String(i), sources[i].name]), String(state.source), value => { state.source = Number(value); draw(); }) : null,
    select('Rows', facets, state.rows, value => { state.rows = value; draw(); }),
    select('Columns', facets, state.columns, value => { state.columns = value; draw(); }));
  draw();
  return section('cross', 'How topics fall on one another', sentences, controls, place);
}

function tableOf({ source, table }, cells) {
  const columns = [...facetOf(table.by).topics.map(t => t.id), 'other'].filter(id => table.rows.some(row => row.cells.some(cell => cell.topic === id)));
  const own = sources.filter(s => s.has_topics).length > 1 ? [`source=${sources[source].name}`] : [];

  function cellOf(row, id) {
    const cell = row.cells.find(c => c.topic === id);
    if (!cell) return h('td', {}, h('span', { class: 'none' }, '·'));
    const { count, total, value, interval } = cell.share;
    const expressions = [...own, `${table.facet}=${row.name}`, `${table.by}=${cell.name}`];
    const range = `${percent(interval.low)} to ${percent(interval.high)}`;
    const button = h('button', {
      type: 'button', style: { '--share': value }, onclick: () => filter.toggle(...expressions), title: `${count} of ${total}; 95 % interval ${range}`,
      'aria-label': `${percent(value)}, ${count} of ${total} conversations with ${table.facet} ${row.name} have ${table.by} ${cell.name}; 95 % interval ${range}`,
    }, percent(value), h('small', {}, count));
    cells.push({ button, expressions });
    return h('td', {}, button);
  }

  return [h('p', { class: 'note' }, 'Share of the row and number of conversations. Press a cell to keep its conversations; its title gives the 95 % interval.'), h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Cross table' }, h('table', { class: 'cross' },
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, titled(table.facet)), columns.map(id => h('th', { scope: 'col' }, labelOf(table.by, id))), h('th', { scope: 'col' }, 'All'))),
    h('tbody', {}, table.rows.map(row => h('tr', {}, h('th', { scope: 'row' }, row.name), columns.map(id => cellOf(row, id)), h('td', { class: 'none number' }, row.total))))))];
}
