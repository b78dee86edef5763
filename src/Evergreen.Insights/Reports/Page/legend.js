import { h, swatch } from './dom.js';
import { conversations, sources, facet as facetOf, placeOf } from './data.js';
import { count, percent } from './words.js';
import * as filter from './filter.js';

// A facet's topics with their sizes, of what the filters keep; pressing one keeps only its conversations.
export function legend(name) {
  const facet = facetOf(name);
  const rows = [...facet.topics.map((topic, place) => row(name, place, topic.name, topic.terms)), row(name, -1, 'Other', [])];
  const mapped = sources.map((source, index) => ({ source, index })).filter(({ source }) => source.has_topics);
  const list = h('ul', { class: 'legend', 'aria-label': `Topics by ${name}` }, rows.map(r => h('li', {}, r.button)));

  function tell({ kept }) {
    for (const r of rows) {
      const members = kept.filter(c => placeOf(c, name) === r.place);
      const sizes = mapped.map(({ index }) => members.filter(c => c.source === index).length);
      const total = kept.filter(c => c.facets?.[name]).length;
      r.sizes.replaceChildren(...sizes.map(n => h('span', {}, count(n))), mapped.length === 1 && total > 0 ? h('span', { class: 'quiet' }, percent(members.length / total)) : '');
      r.button.setAttribute('aria-pressed', String(filter.holds(r.expression)));
      r.button.hidden = r.place < 0 && !conversations.some(c => placeOf(c, name) === -1);
    }
  }
  filter.onChange(tell);
  tell(filter.current());
  return [h('div', { class: 'legend-head' }, h('span', {}, 'Topic; press one to filter'), h('span', {}, mapped.length > 1 ? mapped.map(m => m.source.name).join(' / ') : 'conversations')), list];
}

// A topic that is called by its terms need not list them twice.
function further(label, terms) {
  const more = terms.filter(term => !label.toLowerCase().includes(term.toLowerCase()));
  return more.length > 0 ? h('span', { class: 'terms' }, more.join(', ')) : null;
}

function row(name, place, label, terms) {
  const sizes = h('span', { class: 'number' });
  const expression = `${name}=${label}`;
  const button = h('button', { type: 'button', 'aria-pressed': 'false', onclick: () => filter.toggle(expression) },
    swatch(place), h('span', { class: 'name' }, label, further(label, terms)), sizes);
  return { place, button, sizes, expression };
}
