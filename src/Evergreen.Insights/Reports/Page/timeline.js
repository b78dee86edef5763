import { h } from './dom.js';
import { seconds } from './words.js';
import { foundNothing } from './script.js';

// Where each turn, model call and tool call lies in time, and in a tool call its attempts and the waits between them. Only the
// waits are on record; what is left of a call's time is drawn as attempts of equal length.
export function timeline({ tool_calls: calls, timing }, spans) {
  if (spans.length === 0) return h('p', { class: 'note' }, 'There are no spans of this conversation, so only the order is known.');
  const end = Math.max(timing.seconds, ...spans.map(span => span.end), 0.001);
  const byId = new Map(calls.map(call => [call.id, call]));
  return [
    h('ol', { class: 'timeline' }, spans.map(span => row(span, byId.get(span.call), end))),
    h('p', { class: 'timeline-key' }, key('model', 'model call'), key('tool', 'tool call'), key('tool failed', 'failed attempt'), key('wait', 'wait before the next attempt'),
      h('span', {}, `0 to ${seconds(end)}`)),
  ];
}

const key = (kind, text) => h('span', {}, h('span', { class: `span ${kind}` }), text);

function row(span, call, end) {
  const took = span.end - span.start;
  const words = span.kind === 'turn' ? span.name.replace('turn_', 'Turn ') : span.kind === 'model' ? 'Model' : span.name;
  const failures = call?.transient_failures ?? [];
  const more = failures.length > 0 ? `, ${call.attempts} attempts, ${failures.length} failed for now` : '';
  const parts = span.kind === 'tool' && call ? attempts(span, call) : [{ kind: span.kind, start: span.start, end: span.end }];
  return h('li', { class: span.kind },
    h('span', { class: 'name', title: words }, words),
    h('span', { class: 'track', role: 'img', 'aria-label': `from ${seconds(span.start)} to ${seconds(span.end)}${more}` }, parts.map(part => h('span', {
      class: `span ${part.kind}`, title: part.title, style: { left: `${100 * part.start / end}%`, width: `${100 * (part.end - part.start) / end}%` },
    }))),
    h('span', { class: 'number' }, seconds(took)));
}

function attempts(span, call) {
  const { attempts: made, status, transient_failures: failures } = call;
  const lost = status >= 400 && !foundNothing(call);
  const waits = failures.map(f => f.backoff_seconds ?? 0);
  const each = Math.max(0, (span.end - span.start - waits.reduce((sum, w) => sum + w, 0)) / made);
  const parts = [];
  let now = span.start;
  for (let i = 0; i < made; i++) {
    const failed = failures.find(f => f.attempt === i + 1);
    parts.push({ kind: `tool${failed || (i === made - 1 && lost) ? ' failed' : ''}`, start: now, end: now + each, title: failed ? `attempt ${i + 1}: ${failed.status} ${failed.error_code ?? ''}` : `attempt ${i + 1}: ${status}` });
    now += each;
    if (failed?.backoff_seconds) {
      parts.push({ kind: 'wait', start: now, end: now + failed.backoff_seconds, title: `waited ${seconds(failed.backoff_seconds)}` });
      now += failed.backoff_seconds;
    }
  }
  return parts;
}
