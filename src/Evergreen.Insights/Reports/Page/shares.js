import { h, fill, section, select } from './dom.js';
import { report, sources, facet as facetOf } from './data.js';
import { percent, signed, titled } from './words.js';
import { bar } from './checks.js';
import * as filter from './filter.js';

// Two runs' topics side by side: shares of a map made from both, with what the data support about their difference.
export function shares() {
  if (report.topic_changes.length === 0) return null;
  const [before, after] = sources.filter(s => s.has_topics);
  const place = h('div');
  const draw = name => fill(place, tableOf(report.topic_changes.find(c => c.facet === name), before, after));
  const useful = report.topic_changes.filter(c => c.topics.length > 0);
  const start = (useful.find(c => c.facet === 'task') ?? useful[0])?.facet;
  if (!start) return null;
  draw(start);
  return section('shares', `Topics in ${before.name} and ${after.name}`,
    h('p', { class: 'lead' }, 'Both are sorted by one map made from the two together. A change is named only where Fisher’s exact test supports it, at a false discovery rate of a tenth over the facet’s topics.'),
    h('div', { class: 'row map-controls' }, select('Facet', useful.map(c => [c.facet, titled(c.facet)]), start, draw)), place);
}

function tableOf({ facet, topics, notes }, before, after) {
  return [notes.map(note => h('p', { class: 'note' }, `${note}.`)), h('div', { class: 'scroll' }, h('table', { class: 'stack' },
    h('caption', {}, `Share of the conversations that were read, by ${titled(facet).toLowerCase()}; lines are 95 % intervals.`),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Topic'), h('th', { scope: 'col' }, 'Shares'), h('th', { scope: 'col', class: 'number' }, 'Change, points'), h('th', { scope: 'col' }, 'Verdict'))),
    h('tbody', {}, topics.map(topic => h('tr', {},
      h('th', { scope: 'row' }, h('button', { class: 'link', type: 'button', onclick: () => filter.toggle(`${facet}=${topic.name}`) }, topic.name)),
      h('td', {}, h('div', { class: 'pair' }, side(before.name, topic.before, 'before'), side(after.name, topic.after, ''))),
      h('td', { class: 'number' }, topic.difference ? [signed(100 * (topic.after.value - topic.before.value), 1), h('div', { class: 'quiet' }, `${signed(100 * topic.difference.low, 1)} to ${signed(100 * topic.difference.high, 1)}`)] : ''),
      h('td', { class: `verdict-${topic.verdict.split(' ')[0]}` }, topic.verdict, topic.q === undefined ? '' : h('div', { class: 'quiet' }, `q = ${topic.q.toFixed(3)}`)))))))];
}

const side = (name, share, kind) => [h('span', { class: 'quiet' }, name), share.total > 0 ? bar(share, kind) : h('span'), h('span', { class: 'number' }, share.total > 0 ? `${percent(share.value)} (${share.count})` : '')];
