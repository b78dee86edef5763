import { h } from './dom.js';
import { seconds, spoken } from './words.js';

const SHORT = 90;

// A conversation as it went: who said what, which tools were called, each failed attempt, what came of it.
export function script({ messages, tool_calls: calls }) {
  // Some servers number the calls of every answer anew, so that an id stands for several calls, in order.
  const outcomes = new Map();
  for (const call of calls) outcomes.set(call.id, [...outcomes.get(call.id) ?? [], call]);
  const told = new Map(messages.filter(m => m.role === 'tool').map(m => [m.tool_call_id, m.content]));
  return h('div', { class: 'script' }, messages.flatMap(message => [
    message.content && message.role !== 'tool' ? said(message) : null,
    ...(message.tool_calls ?? []).map(asked => called(asked, outcomes.get(asked.id)?.shift(), told.get(asked.id))),
  ]));
}

const speakers = { user: 'Customer', assistant: 'Agent', system: 'System' };

const said = ({ role, content }) => h('div', { class: `said ${role}` },
  h('div', { class: 'who' }, speakers[role] ?? role), h('div', { class: 'text' }, content));

function called(asked, call, answer) {
  const name = asked.function.name;
  const given = call ? argumentsOf(call.arguments) : asked.function.arguments;
  const result = call ? pretty(call.result) : answer ?? 'no answer';
  return h('div', { class: 'call' },
    h('div', { class: 'call-head' }, h('code', {}, name), call ? outcome(call) : null),
    given ? h('code', { class: 'given' }, given) : null,
    call && call.transient_failures.length > 0 ? h('ol', { class: 'attempts' }, call.transient_failures.map(failure)) : null,
    result === 'null' ? null : result.length <= SHORT && !result.includes('\n') ? h('code', { class: 'quiet' }, result)
      : h('details', {}, h('summary', {}, `Result, ${result.length} characters`), h('pre', { tabindex: 0 }, result)));
}

// A lookup that finds nothing has done its work.
export const foundNothing = ({ status, error_code: code }) => status === 404 && !code;

function outcome({ status, error_code: code, attempts }) {
  if (status === 0) return null;
  const tone = status < 400 ? 'ok' : foundNothing({ status, error_code: code }) ? '' : 'failed';
  return h('span', { class: `status ${tone}` }, [status, code ?? (tone === '' ? 'nothing found' : ''), attempts > 1 ? `after ${attempts} attempts` : ''].filter(Boolean).join(' '));
}

const failure = ({ attempt, status, error_code: code, fault, backoff_seconds: wait }) => h('li', { value: attempt },
  h('b', {}, [status, code].filter(Boolean).join(' ')), fault ? ` (${spoken(fault)})` : '', wait ? `, tried again after ${seconds(wait)}` : ', given up');

const argumentsOf = value => value && typeof value === 'object'
  ? Object.entries(value).map(([name, v]) => `${name}=${typeof v === 'string' ? v : JSON.stringify(v)}`).join(', ') : String(value ?? '');

const pretty = value => typeof value === 'string' ? value : JSON.stringify(value, null, value && typeof value === 'object' && JSON.stringify(value).length > SHORT ? 2 : 0);
