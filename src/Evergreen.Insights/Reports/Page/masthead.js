import { h, fill } from './dom.js';
import { report, sources, conversations } from './data.js';
import { count, counted, day, dollars, listed, percent, seconds, size, spoken } from './words.js';

export function masthead(element, contents) {
  const releases = [...new Set(sources.flatMap(s => s.releases))];
  const models = [...new Set(sources.flatMap(s => s.models))];
  const rehearsed = models.includes('rehearsal');
  fill(element,
    h('div', { class: 'masthead-top' }, h('p', { class: 'eyebrow' }, kindOfReport()), themeButton()),
    h('h1', {}, report.title),
    h('p', { class: 'lead' },
      `${counted(conversations.length, 'conversation')} with ${releases.length > 1 ? 'releases' : 'release'} ${listed(releases)}, begun on ${listed([...new Set(sources.map(s => day(s.started_at)))])}. `,
      rehearsed ? 'The agent’s words are the rehearsal model’s, an offline stand-in: they are no evidence about a real model.' : `Model: ${listed(models)}.`),
    report.where.length > 0 ? h('p', { class: 'note' }, 'Only conversations where ', h('code', {}, report.where.join(' and ')), '.') : null,
    report.notes.map(note => h('p', { class: 'note' }, note)),
    h('dl', { class: 'facts' }, facts().map(([term, value, more]) => h('div', {}, h('dt', {}, term), h('dd', {}, value, more ? h('small', {}, more) : null)))),
    h('nav', { 'aria-label': 'Contents' }, h('ul', { class: 'contents' }, contents.map(([id, title]) => h('li', {}, h('a', { href: `#${id}` }, title))))));
}

function kindOfReport() {
  const kinds = new Set(sources.map(s => s.kind));
  return kinds.size > 1 ? 'Runs and experiments' : kinds.has('run') ? (sources.length > 1 ? 'Runs side by side' : 'Run') : sources.length > 1 ? 'Experiments compared' : 'Experiment';
}

function facts() {
  const endings = tally(conversations.map(c => c.ending));
  const completed = endings.find(([ending]) => ending === 'Completed')?.[1] ?? 0;
  const times = conversations.map(c => c.seconds).sort((a, b) => a - b);
  const retries = conversations.reduce((sum, c) => sum + c.retries, 0);
  const costs = sources.map(s => s.cost_usd);
  return [
    ['Conversations', count(conversations.length), sources.length > 1
      ? sources.map(s => `${s.name} ${count(s.conversations)}`).join(' · ')
      : conversations.length < sources[0].available ? `of ${count(sources[0].available)} in ${sources[0].path}` : sources[0].path],
    ...conversations.length === 0 ? [] : [
      ['Completed', percent(completed / conversations.length), endings.filter(([e]) => e !== 'Completed').map(([e, n]) => `${spoken(e)} ${count(n)}`).join(' · ')],
      ['Median length', seconds(times[Math.floor((times.length - 1) / 2)]), `longest ${seconds(times.at(-1))}`],
      ['Calls tried again', count(retries), `in ${counted(conversations.filter(c => c.retries > 0).length, 'conversation')}`],
    ],
    ...costs.every(c => c !== undefined) && costs.some(c => c > 0) ? [['Agent’s model', dollars(costs.reduce((sum, c) => sum + c, 0)), 'at the prices known']] : [],
  ];
}

export function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

function themeButton() {
  const root = document.documentElement;
  const isDark = () => root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  const say = () => { button.textContent = isDark() ? 'Light' : 'Dark'; button.setAttribute('aria-label', `Switch to ${isDark() ? 'light' : 'dark'} colours`); };
  const button = h('button', { class: 'button theme', type: 'button', onclick: () => { root.dataset.theme = isDark() ? 'light' : 'dark'; say(); } });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', say);
  say();
  return button;
}

export function colophon(element) {
  const { cut_texts: cut, text_limit: limit } = report.transcripts;
  const bytes = [...document.querySelectorAll('style, script')].reduce((sum, part) => sum + part.textContent.length, 0);
  fill(element,
    h('p', {}, `Made on ${new Date(report.made_at).toISOString().slice(0, 16).replace('T', ' ')} UTC from ${listed(sources.map(s => s.path))}. `,
      `This page is one file of about ${size(bytes)}; it holds everything it shows and loads nothing. `,
      cut > 0 ? `${counted(cut, 'text')} of more than ${count(limit)} characters ${cut === 1 ? 'is' : 'are'} cut, and say so; the run’s folder has them whole.` : 'No text is cut.'));
}
