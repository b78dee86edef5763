import { h, fill, announce } from './dom.js';
import { conversations, sources, report } from './data.js';
import { count, counted } from './words.js';
import * as filter from './filter.js';

const SUGGESTED = 60;

export function filterBar(element) {
  const tally = h('p', { class: 'count' });
  const chips = h('ul', { class: 'chips', 'aria-label': 'Conditions' });
  const clear = h('button', { class: 'button', type: 'button', onclick: () => filter.set([]) }, 'Show all');
  const form = conditionForm();
  const opener = h('button', { class: 'button', type: 'button', 'aria-expanded': 'false', 'aria-controls': 'filter-form', onclick: () => {
    form.hidden = !form.hidden;
    opener.setAttribute('aria-expanded', String(!form.hidden));
    if (!form.hidden) form.querySelector('input').focus();
  } }, 'Filter');
  fill(element, h('div', { class: 'filters-inner' }, tally, chips, h('div', { class: 'push' }, clear, opener)), form);

  const show = ({ conditions, kept }) => {
    fill(tally, h('a', { href: '#conversations' }, h('strong', {}, count(kept.length)), kept.length === conversations.length ? '' : ` of ${count(conversations.length)}`, ' conversations'));
    fill(chips, conditions.map(condition => h('li', {}, h('button', {
      class: 'chip', type: 'button', 'aria-label': `Remove ${filter.written(condition)}`, onclick: () => filter.remove(condition),
    }, worded(condition)))));
    clear.hidden = conditions.length === 0;
    announce(`${counted(kept.length, 'conversation')} of ${count(conversations.length)}`);
  };
  filter.onChange(show);
  show(filter.current());
}

const worded = ({ name, operator, value }) => `${name} ${{ '~': 'contains', '!~': 'lacks', '=': 'is', '!=': 'is not', '>=': '≥', '<=': '≤' }[operator] ?? operator} ${value}`;

function conditionForm() {
  const problem = h('p', { class: 'problem', role: 'alert' });
  const values = h('datalist', { id: 'filter-values' });
  const value = h('input', { type: 'text', list: 'filter-values', autocomplete: 'off', required: true });
  const operator = h('select', {});
  const name = h('select', { onchange: () => offer() }, filter.fields.map(field => h('option', { value: field.name }, field.name)),
    sources.length > 1 ? h('option', { value: 'source' }, 'source') : null, h('option', { value: 'check' }, 'check'));
  name.value = 'text';
  const line = h('p', { class: 'note' });

  function offer() {
    const field = filter.fieldOf(name.value);
    fill(operator, field.operators.map(o => h('option', { value: o }, o)));
    operator.value = field.needsTexts ? '~' : field.operators.includes('>=') ? '>=' : '=';
    const known = field.values && !field.needsTexts ? [...new Set(conversations.flatMap(field.values))].sort() : [];
    fill(values, known.slice(0, SUGGESTED).map(v => h('option', { value: v })));
  }

  const form = h('form', { id: 'filter-form', class: 'filter-form', hidden: true, onsubmit: async event => {
    event.preventDefault();
    problem.textContent = '';
    try {
      await filter.add(`${name.value}${operator.value}${value.value}`);
      value.value = '';
    } catch (mistake) {
      problem.textContent = mistake.message;
    }
  } }, h('div', { class: 'row' },
    h('label', { class: 'field' }, 'Name', name),
    h('label', { class: 'field' }, 'Compared by', operator),
    h('label', { class: 'field' }, 'Value', value, values),
    h('button', { class: 'button', type: 'submit' }, 'Add condition')), problem, line);
  offer();
  filter.onChange(({ conditions }) => {
    const shared = [...report.where, ...conditions.filter(c => !filter.isOwn(c)).map(filter.written)];
    fill(line, shared.length > 0 ? ['The same on the command line: ', h('code', {}, shared.map(e => `--where "${e}"`).join(' '))] : null);
  });
  return form;
}
