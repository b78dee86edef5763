// The language of --where, as the command line has it: NAME OPERATOR VALUE, all conditions must hold.
import { report, conversations, sources, findingsOf, meanScore, allTexts } from './data.js';

const EXPRESSION = /^\s*([\p{L}_][\p{L}\p{N}_.-]*?)\s*(!=|!~|>=|<=|=|~|>|<)\s*(.+?)\s*$/u;
const TEXT = ['=', '!=', '~', '!~'];
const NUMBER = ['=', '!=', '>', '>=', '<', '<='];
const ENDINGS = ['Completed', 'Escalated', 'CustomerLeft', 'LimitHit', 'DeadlineReached', 'ModelFailed', 'InfrastructureFailed', 'Cancelled'];

const text = (name, values, more = {}) => ({ name, operators: TEXT, values, ...more });
const number = (name, value) => ({ name, operators: NUMBER, value });

let said = null;

const scorers = [...new Set(conversations.flatMap(c => Object.keys(c.scores ?? {})))];

export const fields = [
  text('id', c => [c.id]),
  text('scenario', c => [c.scenario]),
  text('category', c => [c.category]),
  text('release', c => [c.release]),
  text('model', c => [c.model]),
  text('ending', c => [c.ending], { allowed: ENDINGS }),
  text('tool', c => c.tools),
  text('error', c => c.errors),
  text('text', c => said[c.index], { needsTexts: true }),
  number('turns', c => c.turns),
  number('retries', c => c.retries),
  number('seconds', c => c.seconds),
  number('score', meanScore),
  ...report.facets.map(facet => text(
    facet.name,
    c => findingsOf(c).filter(f => f.name === facet.name).map(f => f.label),
    { searched: c => findingsOf(c).filter(f => f.name === facet.name).flatMap(f => [f.label, f.summary]) })),
  ...scorers.map(name => number(`score.${name}`, c => c.scores?.[name] ?? null)),
];

// These two are the page's own: a command line names its folder, and checks by another command.
const own = [
  text('source', c => [sources[c.source].name]),
  text('check', c => c.checks ?? []),
];

export const isOwn = condition => own.some(field => field.name === condition.name);

export const fieldOf = name => [...fields, ...own].find(field => field.name.toLowerCase() === name.toLowerCase());

export function parse(expression) {
  const parts = EXPRESSION.exec(expression);
  if (!parts) throw new Error('Write NAME OPERATOR VALUE, e.g. category=returns; the operators are = != ~ !~ > >= < <=.');
  const [, name, operator, value] = parts;
  const field = fieldOf(name);
  if (!field) throw new Error(`There is no “${name}”; the names are ${fields.map(f => f.name).join(', ')}.`);
  if (!field.operators.includes(operator)) throw new Error(`${field.name} cannot be compared by ${operator}; use ${field.operators.join(' ')}.`);
  return { name: field.name, operator, value, field, test: field.value ? numeric(field, operator, value) : textual(field, operator, value) };
}

function textual(field, operator, value) {
  const wanted = value.toLowerCase();
  if (field.allowed && (operator === '=' || operator === '!=') && !field.allowed.some(a => a.toLowerCase() === wanted)) {
    throw new Error(`“${value}” is no ${field.name}; there are ${field.allowed.join(', ')}.`);
  }
  const equal = c => field.values(c).some(v => v.toLowerCase() === wanted);
  const found = c => (field.searched ?? field.values)(c).some(v => v.toLowerCase().includes(wanted));
  return { '=': equal, '!=': c => !equal(c), '~': found, '!~': c => !found(c) }[operator];
}

// Where a conversation has no number, e.g. because it is not scored, no comparison holds, not even !=.
function numeric(field, operator, value) {
  const limit = Number(value);
  if (!Number.isFinite(limit)) throw new Error(`“${value}” is no number, and ${field.name} is one.`);
  const compare = {
    '=': n => n === limit, '!=': n => n !== limit, '>': n => n > limit, '>=': n => n >= limit, '<': n => n < limit, '<=': n => n <= limit,
  }[operator];
  return c => {
    const n = field.value(c);
    return n !== null && compare(n);
  };
}

export const written = condition => `${condition.name}${condition.operator}${condition.value}`;

let conditions = [];
let kept = conversations;
const listeners = [];

export const current = () => ({ conditions, kept });

export const isKept = () => {
  const set = new Set(kept.map(c => c.index));
  return conversation => set.has(conversation.index);
};

export function onChange(listener) {
  listeners.push(listener);
}

export async function set(next) {
  if (next.some(condition => condition.field.needsTexts)) said = await allTexts();
  conditions = next;
  kept = conversations.filter(conversation => conditions.every(condition => condition.test(conversation)));
  for (const listener of listeners) listener({ conditions, kept });
}

export const holds = expression => conditions.some(c => written(c) === expression);

export const remove = condition => set(conditions.filter(c => c !== condition));

// Adds conditions; one that says "=" takes the place of another on the same name, since both could never hold.
export function add(...expressions) {
  const added = expressions.map(parse);
  const replaced = c => added.some(a => written(a) === written(c) || (a.name === c.name && a.operator === '=' && c.operator === '='));
  return set([...conditions.filter(c => !replaced(c)), ...added]);
}

// Adds them, or takes them away when all of them hold already.
export function toggle(...expressions) {
  return expressions.every(holds) ? set(conditions.filter(c => !expressions.includes(written(c)))) : add(...expressions);
}
