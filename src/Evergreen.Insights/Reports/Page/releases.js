import { h, section } from './dom.js';
import { report } from './data.js';
import { counted, titled } from './words.js';

export const releaseSections = () => report.release_changes.map(({ base, candidate, changes }, i) => section(
  i === 0 ? 'release' : `release-${i + 1}`, `What changed from ${base} to ${candidate}`,
  h('p', { class: 'lead' }, changes.length === 0 ? 'Nothing: prompt, refundable statuses and retry policy are the same.'
    : `${counted(changes.length, 'change')}, as the releases’ files stood when this report was made.`),
  changes.map(change => h('div', { class: 'change-of' }, h('h3', {}, titled(change.name)), h('ul', { class: 'diff' },
    line('removed', change.before), line('added', change.after))))));

const line = (kind, text) => text === undefined ? null
  : h('li', { class: kind }, h('span', { class: 'unseen' }, kind === 'added' ? 'Added: ' : 'Removed: '), text);
