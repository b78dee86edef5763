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
      h('div', { class: 'scorer head', 'aria-hidden': 'true' }, h('span', {}, 'Scorer'), h('span', {}, 'Means'), h('span', { class: 'number' }, 'Mean and interval'), h('span', {}, 'Cases')),
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
  return h('div', { class: 'scorer', 'data-scorer': scorer.scorer },
    h('h4', {}, titled(scorer.scorer), h('div', { class: 'note' }, scale === 'verdict' ? 'share of yes' : 'less is better')),
    plot(scale, [['base', scorer.base], ['candidate', scorer.candidate]]),
    h('div', { class: 'values' }, value(scale, scorer.base, base), value(scale, scorer.candidate, candidate), difference(scale, scorer.difference)),
    h('div', { class: 'tally' }, h('b', {}, improved.length), ' better, ', h('b', {}, worsened.length), ' worse, ', h('b', {}, scorer.ties), ' the same',
      h('div', { class: 'quiet' }, scorer.adjusted_p_value === undefined ? '' : `${pValue(scorer.adjusted_p_value)}, corrected`)),
    h('div', { class: 'says' }, scorer.conclusion, passes(scorer),
      improved.length + worsened.length > 0 ? h('details', { class: 'flips' }, h('summary', {}, `Read the ${counted(improved.length + worsened.length, 'case')} that changed`),
        flipTable(scorer, first, second, base, candidate)) : null));
}

function passes({ base_pass_hat_k: b, candidate_pass_hat_k: c }) {
  const k = Math.min(b.length, c.length);
  return k > 1 ? ` All of ${k} trials succeed in ${percent(b[k - 1])} of the cases, then ${percent(c[k - 1])} (pass^${k}).` : '';
}

const show = (scale, n) => scale === 'verdict' ? percent(n) : plain(n, Math.abs(n) < 100 ? 2 : 0);

const value = (scale, mean, name) => mean ? [
  h('span', { class: 'quiet' }, name),
  h('span', {}, h('strong', {}, show(scale, mean.value)), h('span', { class: 'interval' }, mean.interval ? `  ${show(scale, mean.interval.low)} to ${show(scale, mean.interval.high)}` : ''))] : [h('span', {}, name), h('span', {}, 'not scored')];

function difference(scale, mean) {
  if (!mean) return null;
  const [factor, digits] = scale === 'verdict' ? [100, 0] : [1, Math.abs(mean.value) < 100 ? 2 : 0];
  return [h('span', { class: 'quiet' }, scale === 'verdict' ? 'points' : 'difference'),
    h('span', {}, h('strong', {}, signed(factor * mean.value, digits)), h('span', { class: 'interval' }, mean.interval ? `  ${signed(factor * mean.interval.low, digits)} to ${signed(factor * mean.interval.high, digits)}` : ''))];
}

const keyOf = (side, name) => h('span', { class: 'key' }, s('svg', { width: 26, height: 12, 'aria-hidden': 'true' },
  s('line', { class: `whisker side-${side}`, x1: 1, x2: 25, y1: 6, y2: 6 }), dot(side, 13, 6)), name);

const dot = (side, x, y) => side === 'base' ? s('rect', { class: `side-${side}`, x: typeof x === 'number' ? x - 4 : x, y: y - 4, width: 8, height: 8, transform: typeof x === 'number' ? null : 'translate(-4 0)' }) : s('circle', { class: `side-${side}`, cx: x, cy: y, r: 5 });

// Means with their intervals on an axis from 0; of verdicts up to 100 %, of amounts as far as the widest interval reaches.
function plot(scale, means) {
  const known = means.filter(([, mean]) => mean);
  const far = Math.max(...known.map(([, mean]) => mean.interval?.high ?? mean.value), 1e-9);
  const end = scale === 'verdict' ? 1 : far;
  const x = n => `${Math.max(0, Math.min(100, 100 * n / end)).toFixed(2)}%`;
  const words = known.map(([side, mean]) => `${side} ${show(scale, mean.value)}`).join(', ');
  return h('div', { class: 'plot' }, s('svg', { role: 'img', 'aria-label': words || 'not scored' },
    [0, 0.25, 0.5, 0.75, 1].map(tick => s('line', { class: 'axis', x1: x(tick * end), x2: x(tick * end), y1: 0, y2: 38 })),
    [0, 0.5, 1].map(tick => s('text', { x: x(tick * end), y: 51, 'text-anchor': tick === 0 ? 'start' : tick === 1 ? 'end' : 'middle' }, show(scale, tick * end))),
    known.map(([side, mean], i) => {
      const y = means.length === 1 ? 19 : 11 + 17 * i;
      return [mean.interval ? s('line', { class: `whisker side-${side}`, x1: x(mean.interval.low), x2: x(mean.interval.high), y1: y, y2: y }) : null, dot(side, x(mean.value), y)];
    })));
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
