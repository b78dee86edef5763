import { h, fill } from './dom.js';
import { sources, conversations, findingsOf, transcript } from './data.js';
import { counted, dollars, plain, seconds, spoken, titled } from './words.js';
import { script } from './script.js';
import { timeline } from './timeline.js';

const dialog = document.getElementById('reader');
let order = [], at = -1;

// Opens one conversation, or two beside each other; the arrow keys then walk through the others of a list.
export async function read(chosen, among = conversations) {
  order = chosen.length === 1 ? among : [];
  at = order.indexOf(chosen[0]);
  const columns = await Promise.all(chosen.map(reading));
  dialog.classList.toggle('two', chosen.length > 1);
  fill(dialog, bar(chosen), h('div', { class: 'reader-body' }, columns));
  columns[0].querySelector('h2').id = 'reader-title';
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  dialog.querySelector('.close').focus({ preventScroll: true });
}

const step = by => order[at + by] && read([order[at + by]], order);

function bar() {
  const walk = (by, text, name) => h('button', { class: 'button', type: 'button', disabled: !order[at + by], 'aria-label': name, onclick: () => step(by) }, text);
  return h('div', { class: 'reader-bar' },
    order.length > 1 ? [walk(-1, '←', 'The conversation before'), walk(1, '→', 'The next conversation'), h('span', { class: 'quiet' }, `${at + 1} of ${order.length}`)] : null,
    h('button', { class: 'button push close', type: 'button', onclick: () => dialog.close() }, 'Close'));
}

dialog.addEventListener('keydown', event => {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (by && !event.target.closest('pre, input, select')) step(by);
});
dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });

async function reading(c) {
  const { conversation, timeline: spans, scores } = await transcript(c.index);
  return h('article', { class: 'reading' },
    h('p', { class: 'eyebrow' }, [sources[c.source].name, spoken(c.category), `release ${c.release}`, c.model].join(' · ')),
    h('h2', {}, c.id),
    h('p', { class: 'quiet' }, summary(conversation)),
    findings(c, scores),
    h('h3', {}, 'In time'), timeline(conversation, spans),
    h('h3', {}, 'Word for word'), script(conversation),
    conversation.shop_changes.length > 0 ? [h('h3', {}, 'Changed in the shop'), conversation.shop_changes.map(change)] : null);
}

function summary({ ending, ending_reason: reason, turns, usage, tool_calls: calls, timing }) {
  const waited = timing.waited_seconds > 0 ? `, ${seconds(timing.waited_seconds)} of it waiting` : '';
  const cost = usage.cost_usd > 0 ? `, ${dollars(usage.cost_usd)}` : '';
  return `${titled(ending)}${reason ? ` (${reason})` : ''} after ${counted(turns, 'turn')}, ${counted(usage.model_calls, 'model call')} and ${counted(calls.length, 'tool call')} in ${seconds(timing.seconds)}${waited}${cost}.`;
}

function findings(c, scores) {
  const rows = [
    ...findingsOf(c).map(f => [titled(f.name), [h('strong', {}, f.label), f.summary && f.summary !== f.label ? ` – ${f.summary}` : '']]),
    ...(c.checks ?? []).map(name => ['Check', h('span', { class: 'flag' }, titled(name))]),
    ...scores.map(s => [titled(s.scorer), [h('strong', {}, s.value === undefined ? 'not scored' : plain(s.value, Number.isInteger(s.value) ? 0 : 2)), s.reason ? ` – ${s.reason}` : '']]),
  ];
  return rows.length > 0 ? h('dl', { class: 'findings' }, rows.map(([term, value]) => [h('dt', {}, term), h('dd', {}, value)])) : null;
}

const change = ({ table, change: kind, row }) => h('details', { class: 'change' },
  h('summary', {}, `${titled(kind)} in ${spoken(table)}`), h('pre', {}, JSON.stringify(row, null, 2)));
