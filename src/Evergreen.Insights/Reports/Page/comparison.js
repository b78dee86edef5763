import { h, s, section } from './dom.js';
import { report, conversations, sources, experimentsOf } from './data.js';
import { counted, percent, plain, pValue, signed, spoken, titled } from './words.js';
import { read } from './reader.js';

export const comparisonSections = () => [
  ...report.comparisons.map((comparison, i) => compared(comparison, i)),
  ...report.comparisons.length === 0 ? experimentsOf.map(({ source, index }) => alone(source.experiment, index)) : [],
];

function compared({ base, candidate, scorers, left_out: leftOut }, i) {
  const [first, second] = [experimentsOf[0], experimentsOf[i + 1]];
  const { dataset, trials, judge_model: judge } = second.source.experiment;
  return section(i === 0 ? 'comparison' : `comparison-${i + 1}`, `${candidate} against ${base}`,
    h('p', { class: 'lead' }, `Both on dataset ${dataset}, ${counted(trials, 'trial')} a row${judge ? `, judged by ${judge}` : ''}. Trials of a row count as one case; points are means, lines are 95 % intervals.`),
    h('p', {}, keyOf('base', base), keyOf('candidate', candidate)),
    h('div', { class: 'scorers' },
      h('div', { class: 'scorer head', 'aria-hidden': 'true' }, h('span', {}, 'Scorer'), h('span', {}, 'Means'), h('span', {}, 'Difference, case by case'), h('span', {}, 'Cases')),
      scorers.map(scorer => scorerRow(scorer, base, candidate, first.index, second.index))),
    leftOut.length > 0 ? h('p', { class: 'note' }, `Not compared, since only one of them has it: ${leftOut.map(spoken).join(', ')}.`) : null,
    conversations.some(c => c.source === second.index) ? null : h('p', { class: 'note' }, 'The experiments’ folders hold no conversations, so cases cannot be opened.'));
}

function alone(experiment, index) {
  return section('comparison', `How ${experiment.name} scored`,
    h('p', { class: 'lead' }, `Dataset ${experiment.dataset}, ${counted(experiment.trials, 'trial')} a row${experiment.judge_model ? `, judged by ${experiment.judge_model}` : ''}. Points are means over cases, lines are 95 % intervals.`),
    h('div', { class: 'scorers' }, experiment.scorers.map(scorer => h('div', { class: 'scorer' },
      h('h4', {}, titled(scorer.scorer)), plot(scorer.scale, [['candidate', scorer.mean]]),
      h('div', { class: 'values' }, value(scorer.scale, scorer.mean, '')),
      h('div', { class: 'tally quiet' }, `${counted(scorer.scored, 'trial')} scored`, scorer.not_scored > 0 ? `, ${scorer.not_scored} not` : '')))));
}

function scorerRow(scorer, base, candidate, first, second) {
  const { scale, improved, worsened } = scorer;
  const flipped = improved.length + worsened.length;
  return h('div', { class: 'scorer', 'data-scorer': scorer.scorer },
    h('h4', {}, titled(scorer.scorer), h('div', { class: 'note' }, scale === 'verdict' ? 'share of yes' : 'less is better')),
    h('div', {}, plot(scale, [['base', scorer.base], ['candidate', scorer.candidate]]),
      h('div', { class: 'values' }, value(scale, scorer.base, base), value(scale, scorer.candidate, candidate))),
    h('div', {}, differencePlot(scale, scorer.difference), h('div', { class: 'values' }, difference(scale, scorer.difference))),
    h('div', { class: 'tally' }, split(scorer),
      h('b', {}, improved.length), ' better, ', h('b', {}, worsened.length), ' worse, ', h('b', {}, scorer.ties), ' the same',
      h('div', { class: 'quiet' }, scorer.adjusted_p_value === undefined ? '' : `${pValue(scorer.adjusted_p_value)}, corrected`)),
    h('div', { class: 'says' }, scorer.conclusion, passes(scorer, base, candidate),
      flipped > 0 ? h('details', { class: 'flips' }, h('summary', {}, `Read the ${counted(flipped, 'case')} that changed`), flipTable(scorer, first, second, base, candidate)) : null));
}

const split = ({ improved, worsened, ties }) => h('div', { class: 'split', 'aria-hidden': 'true' },
  [improved.length, ties, worsened.length].map(n => h('span', { style: { 'flex-grow': n } })));

function passes({ base_pass_hat_k: b, candidate_pass_hat_k: c }, base, candidate) {
  const k = Math.min(b.length, c.length);
  return k > 1 ? ` All ${k} trials of a case succeed in ${percent(b[k - 1])} of the cases with ${base} and in ${percent(c[k - 1])} with ${candidate} (pass^${k}).` : '';
}

const show = (scale, n) => scale === 'verdict' ? percent(n) : plain(n, Math.abs(n) < 100 ? 2 : 0);

const value = (scale, mean, name) => [h('span', { class: 'name' }, name), h('b', {}, mean ? show(scale, mean.value) : 'not scored'),
  h('span', { class: 'interval' }, mean?.interval ? `${show(scale, mean.interval.low)} to ${show(scale, mean.interval.high)}` : '')];

function difference(scale, mean) {
  if (!mean) return null;
  const [factor, digits] = scale === 'verdict' ? [100, 0] : [1, Math.abs(mean.value) < 100 ? 2 : 0];
  return [h('span', { class: 'name' }, scale === 'verdict' ? 'points' : 'by'), h('b', {}, signed(factor * mean.value, digits)),
    h('span', { class: 'interval' }, mean.interval ? `${signed(factor * mean.interval.low, digits)} to ${signed(factor * mean.interval.high, digits)}` : '')];
}

const keyOf = (side, name) => h('span', { class: 'key' }, s('svg', { width: 26, height: 12, 'aria-hidden': 'true' },
  s('line', { class: `whisker side-${side}`, x1: 1, x2: 25, y1: 6, y2: 6 }), dot(side, 13, 6)), name);

// Squares and circles, so that the two are told apart without their colours.
const dot = (side, x, y) => side === 'base'
  ? s('svg', { x, y, overflow: 'visible' }, s('rect', { class: 'side-base', x: -4, y: -4, width: 8, height: 8 }))
  : s('circle', { class: `side-${side}`, cx: x, cy: y, r: 4.5 });

// Means with their intervals on an axis from 0; of verdicts up to 100 %, of amounts as far as the widest interval reaches.
function plot(scale, means) {
  const known = means.filter(([, mean]) => mean);
  const end = scale === 'verdict' ? 1 : Math.max(...known.map(([, mean]) => mean.interval?.high ?? mean.value), 1e-9);
  return drawn(known, 0, end, [0, 0.25, 0.5, 0.75, 1].map(share => share * end), n => show(scale, n), null);
}

// The paired difference on an axis that is as long to both sides, so that no difference is in the middle.
function differencePlot(scale, mean) {
  if (!mean) return null;
  const far = scale === 'verdict' ? 1 : Math.max(...[mean.value, mean.interval?.low ?? 0, mean.interval?.high ?? 0].map(Math.abs), 1e-9);
  const text = n => scale === 'verdict' ? signed(100 * n, 0) : signed(n, far < 100 ? 1 : 0);
  return drawn([['difference', mean]], -far, far, [-far, 0, far], n => n === 0 ? '0' : far > 1e-9 ? text(n) : '', 0);
}

function drawn(means, start, end, ticks, text, zero) {
  const x = n => `${Math.max(0, Math.min(100, 100 * (n - start) / (end - start))).toFixed(2)}%`;
  const anchor = i => i === 0 ? 'start' : i === ticks.length - 1 ? 'end' : 'middle';
  const height = means.length === 1 ? 24 : 36;
  return s('svg', { height: height + 16, role: 'img', 'aria-label': means.map(([side, mean]) => `${side} ${text(mean.value)}`).join(', ') || 'not scored' },
    ticks.map(tick => s('line', { class: tick === zero ? 'zero' : 'axis', x1: x(tick), x2: x(tick), y1: 0, y2: height })),
    ticks.map((tick, i) => i % 2 === 0 || ticks.length === 3 ? s('text', { x: x(tick), y: height + 13, 'text-anchor': anchor(i) }, text(tick)) : null),
    means.map(([side, mean], i) => {
      const y = means.length === 1 ? 12 : 10 + 16 * i;
      return [mean.interval ? s('line', { class: `whisker side-${side}`, x1: x(mean.interval.low), x2: x(mean.interval.high), y1: y, y2: y }) : null, dot(side, x(mean.value), y)];
    }));
}

function flipTable({ scorer, improved, worsened }, first, second, base, candidate) {
  const trials = (source, name) => conversations.filter(c => c.source === source && c.case === name);
  const row = (name, kind) => {
    const [left, right] = [trials(first, name), trials(second, name)];
    return h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, kind), h('td', {}, links(left, scorer)), h('td', {}, links(right, scorer)),
      h('td', {}, left.length > 0 && right.length > 0 ? h('button', { class: 'link', type: 'button', 'aria-label': `Read ${name} of both side by side`, onclick: () => read([clearest(left, scorer, kind === 'better'), clearest(right, scorer, kind !== 'better')]) }, 'side by side') : ''));
  };
  return h('table', { class: 'stack' },
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Case'), h('th', { scope: 'col' }, 'It got'), h('th', { scope: 'col' }, base), h('th', { scope: 'col' }, candidate), h('th', { scope: 'col' }, 'Read'))),
    h('tbody', {}, worsened.map(name => row(name, 'worse')), improved.map(name => row(name, 'better'))));
}

// Of several trials the one that shows the flip most plainly: the lowest score on the worse side, the highest on the better.
function clearest(trials, scorer, lowest) {
  const scored = trials.filter(c => c.scores?.[scorer] !== undefined).sort((a, b) => a.scores[scorer] - b.scores[scorer]);
  const verdict = sources.flatMap(s => s.experiment?.scorers ?? []).find(s => s.scorer === scorer)?.scale === 'verdict';
  return (lowest === verdict ? scored[0] : scored.at(-1)) ?? trials[0];
}

const links = (trials, scorer) => trials.map((c, i) => [i > 0 ? ', ' : '', h('button', {
  class: 'link', type: 'button', 'aria-label': `Read ${c.id}`, onclick: () => read([c], trials),
}, c.scores?.[scorer] === undefined ? 'not scored' : plain(c.scores[scorer], Number.isInteger(c.scores[scorer]) ? 0 : 2))]);
