import { h, section } from './dom.js';
import { report, sources } from './data.js';
import { percent, titled } from './words.js';
import * as filter from './filter.js';

export function checks() {
  if (!report.checks.some(check => check.sources.some(share => share.total > 0))) return null;
  const several = sources.length > 1;
  return section('checks', 'What the checks found',
    h('p', { class: 'lead' }, 'Each check reads the trace alone: what was said, called, answered and written. Its rate is of the conversations in which it could have been found.'),
    h('table', { class: 'stack checks' },
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Check'), several ? h('th', { scope: 'col' }, 'Source') : null, h('th', { scope: 'col', class: 'number' }, 'Found'), h('th', { scope: 'col', class: 'number' }, 'Rate'), h('th', { scope: 'col' }, 'Rate with its 95 % interval'))),
      h('tbody', {}, report.checks.flatMap(check => check.sources.map((share, index) => rowOf(check, share, index, several))))));
}

function rowOf(check, share, index, several) {
  const expressions = [...(several ? [`source=${sources[index].name}`] : []), `check=${check.name}`];
  const found = `${share.count} of ${share.total}`;
  return h('tr', {},
    index === 0 ? h('th', { scope: 'rowgroup', rowspan: check.sources.length, class: 'check-name' }, titled(check.name), h('div', { class: 'note' }, check.description)) : null,
    several ? h('td', {}, sources[index].name) : null,
    h('td', { class: 'number' }, share.count > 0
      ? h('button', { class: 'link', type: 'button', 'aria-label': `${found}: show the conversations in which ${check.name} was found`, onclick: () => {
        filter.set([]).then(() => filter.add(...expressions)).then(() => document.getElementById('conversations').scrollIntoView());
      } }, found)
      : share.total > 0 ? found : h('span', { class: 'quiet' }, 'did not apply')),
    h('td', { class: 'number' }, share.total > 0 ? percent(share.value) : ''),
    h('td', {}, share.total > 0 ? bar(share) : null));
}

export function bar({ value, interval }, kind = '') {
  return h('div', { class: `bar ${kind}`, role: 'img', 'aria-label': `${percent(value)}, ${percent(interval.low)} to ${percent(interval.high)}` },
    h('i', { style: { width: percentage(value) } }),
    h('b', { style: { left: percentage(interval.low), width: percentage(interval.high - interval.low) } }));
}

const percentage = share => `${(100 * share).toFixed(2)}%`;
