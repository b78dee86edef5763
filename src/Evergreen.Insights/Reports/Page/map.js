import { h, s, fill, section, select, mark } from './dom.js';
import { report, conversations, sources, facet as facetOf, placeOf, labelOf } from './data.js';
import { counted, listed, titled } from './words.js';
import { legend } from './legend.js';
import * as filter from './filter.js';
import { read } from './reader.js';

const REACH = 18;
const mapped = report.facets.filter(facet => conversations.some(c => c.facets?.[facet.name]?.point));
const coloured = report.facets.filter(facet => facet.topics.length > 0);

export function topicMap() {
  if (report.facets.length === 0 && sources.every(source => source.kind === 'experiment')) return null;
  if (report.facets.length === 0) return section('topics', 'What the conversations are about', withoutTopics());
  const start = mapped.find(f => f.name === 'task') ?? mapped[0];
  if (!start) return section('topics', 'What the conversations are about', tooFew());

  const state = { layout: start.name, colour: start.name };
  const caption = h('figcaption');
  const maps = h('div', { class: 'maps' });
  const key = h('div');
  const panels = sources.map((source, index) => ({ source, index })).filter(({ source }) => source.has_topics).map(panel);

  function panel({ source, index }) {
    const svg = s('svg', { class: 'map', tabindex: 0, role: 'listbox', 'aria-label': `Topic map of ${source.name}` });
    const element = h('div', { class: 'map-panel' }, sources.filter(x => x.has_topics).length > 1 ? h('h3', {}, source.name) : null, svg);
    maps.append(element);
    return { index, svg, element, points: pointer(svg) };
  }

  function draw() {
    for (const { index, svg, points } of panels) {
      const members = conversations.filter(c => c.source === index && c.facets?.[state.layout]?.point);
      points.draw(members, state, Math.max(240, svg.clientWidth || 640));
    }
    fill(caption, captionOf(state));
    fill(key, legend(state.colour));
  }

  const controls = h('div', { class: 'row map-controls' },
    mapped.length > 1 ? select('Placed by', mapped.map(f => [f.name, titled(f.name)]), state.layout, value => { state.layout = value; draw(); }) : null,
    coloured.length > 1 ? select('Coloured by', coloured.map(f => [f.name, titled(f.name)]), state.colour, value => { state.colour = value; draw(); }) : null);
  filter.onChange(() => panels.forEach(p => p.points.dim()));
  new ResizeObserver(draw).observe(maps);
  return section('topics', 'What the conversations are about', lead(start), notesOf(start), controls,
    h('figure', { class: 'figure' }, h('div', { class: `map-grid${panels.length > 1 ? ' several' : ''}` }, maps, key), caption));
}

function lead(facet) {
  const found = facet.coverage.reduce((sum, c) => sum + c.found, 0);
  const [first] = facet.topics;
  const size = first?.sizes.reduce((sum, n) => sum + n, 0) ?? 0;
  return h('p', { class: 'lead' }, `By ${facet.name}, ${counted(found, 'conversation')} fall into ${counted(facet.topics.length, 'topic')}; the largest is `,
    h('strong', {}, first?.name ?? 'none'), ` with ${size}. Each point is a conversation, and near points are alike. Click one to read it.`);
}

const notesOf = facet => [
  ...facet.notes.map(note => h('p', { class: 'note' }, `${titled(facet.name)}: ${note}.`)),
  ...sources.filter(source => !source.has_topics && source.kind === 'run')
    .map(source => h('p', { class: 'note' }, `${source.name} has no topics yet; run `, h('code', {}, `evergreen topics ${source.path}`), ' first.')),
];

const captionOf = ({ layout, colour }) => {
  const facet = facetOf(layout);
  const compared = { customer_turns: 'all that the customers said', summaries: 'a sentence about each conversation' }[facet.source] ?? facet.source;
  const left = facet.coverage.reduce((sum, c) => ({ nothing: sum.nothing + c.nothing, failed: sum.failed + c.failed, unread: sum.unread + c.unread }), { nothing: 0, failed: 0, unread: 0 });
  const absent = [left.nothing && `${left.nothing} without a finding`, left.failed && `${left.failed} that could not be read`, left.unread && `${left.unread} that were not read`].filter(Boolean);
  return `Placed by ${titled(layout).toLowerCase()} (compared: ${compared}), coloured by ${titled(colour).toLowerCase()}. The axes have no meaning. `
    + `Hollow grey points fit nowhere.${absent.length > 0 ? ` Not on the map: ${listed(absent)}.` : ''}`;
};

const withoutTopics = () => h('p', { class: 'lead' }, 'No topics have been made yet. Run ',
  sources.filter(s => s.kind === 'run').map((s, i) => [i > 0 ? ' and ' : '', h('code', {}, `evergreen topics ${s.path}`)]), ' first; then this is where the map stands.');

const tooFew = () => [h('p', { class: 'lead' }, 'There is no map: too few conversations to sort.'),
  report.facets.flatMap(f => f.notes.map(note => h('p', { class: 'note' }, `${titled(f.name)}: ${note}.`)))];

// Points of one map: where they are, which is meant, and what a pointer or the keys do to them.
function pointer(svg) {
  const tip = h('div', { class: 'tip', hidden: true });
  document.body.append(tip);
  let points = [], here = -1, halo = null;

  function draw(members, { layout, colour }, width) {
    const height = Math.round(Math.min(560, Math.max(300, width * 0.72)));
    const radius = members.length > 2000 ? 2.6 : members.length > 600 ? 3.6 : 5;
    points = spread(members.map(c => ({ conversation: c, ...scaled(c.facets[layout].point, width, height) })), radius);
    const marks = points.map((p, i) => {
      const place = placeOf(p.conversation, colour);
      p.mark = mark(place ?? -1, radius, { id: `${idOf(svg)}-${i}`, role: 'option', 'aria-label': spokenOf(p.conversation, colour), transform: `translate(${p.x.toFixed(1)} ${p.y.toFixed(1)})` });
      return p.mark;
    });
    halo = s('circle', { class: 'halo', r: radius + 3.5, visibility: 'hidden' });
    svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    fill(svg, s('g', {}, marks), halo, s('g', { 'aria-hidden': 'true' }, places(points, layout, width, height)));
    here = -1;
    dim();
  }

  function dim() {
    const kept = filter.isKept();
    for (const p of points) p.mark.classList.toggle('out', !kept(p.conversation));
  }

  function point(index, tell) {
    here = index;
    const p = points[index];
    halo.setAttribute('visibility', p ? 'visible' : 'hidden');
    tip.hidden = !p;
    svg.removeAttribute('aria-activedescendant');
    if (!p) return;
    halo.setAttribute('cx', p.x);
    halo.setAttribute('cy', p.y);
    if (tell) svg.setAttribute('aria-activedescendant', p.mark.id);
    showTip(tip, svg, p);
  }

  const at = event => {
    const box = svg.getBoundingClientRect(), view = svg.viewBox.baseVal;
    return nearest(points, (event.clientX - box.left) * view.width / box.width, (event.clientY - box.top) * view.height / box.height);
  };
  const open = index => points[index] && read([points[index].conversation]);
  svg.addEventListener('pointermove', event => point(at(event)));
  svg.addEventListener('pointerleave', () => point(-1));
  svg.addEventListener('click', event => open(at(event)));
  svg.addEventListener('blur', () => point(-1));
  svg.addEventListener('keydown', event => {
    const direction = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (direction) {
      event.preventDefault();
      point(here < 0 ? nearest(points, 0, 0, Infinity) : towards(points, here, direction), true);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      open(here);
    } else if (event.key === 'Escape') point(-1);
  });
  return { draw, dim };
}

let svgs = 0;
const idOf = svg => (svg.id ||= `map-${++svgs}`);

const spokenOf = (c, colour) => `${c.id}, ${c.facets?.[colour] ? labelOf(colour, c.facets[colour].topic) : 'no finding'}`;

const scaled = ([x, y], width, height) => ({ x: 26 + (x + 1) / 2 * (width - 52), y: 26 + (1 - y) / 2 * (height - 52) });

// Conversations alike to the word have one place; they are set around it like seeds, so that each can be seen and met.
function spread(points, radius) {
  const seats = new Map();
  for (const p of points) {
    const seat = `${Math.round(p.x)} ${Math.round(p.y)}`;
    const n = seats.get(seat) ?? 0;
    seats.set(seat, n + 1);
    const [r, angle] = [radius * 1.25 * Math.sqrt(n), n * 2.39996];
    p.x += r * Math.cos(angle);
    p.y += r * Math.sin(angle);
  }
  return points;
}

function nearest(points, x, y, reach = REACH) {
  let best = -1, least = reach * reach;
  points.forEach((p, i) => {
    const d = (p.x - x) ** 2 + (p.y - y) ** 2;
    if (d < least && !p.mark.classList.contains('out')) [best, least] = [i, d];
  });
  return best;
}

// The next point in a direction: near and straight ahead beats near and aside.
function towards(points, from, [dx, dy]) {
  let best = from, least = Infinity;
  points.forEach((p, i) => {
    const [x, y] = [p.x - points[from].x, p.y - points[from].y];
    const ahead = x * dx + y * dy, aside = Math.abs(x * dy - y * dx);
    if (i === from || ahead <= 0.01 || p.mark.classList.contains('out')) return;
    const cost = ahead + 2.5 * aside;
    if (cost < least) [best, least] = [i, cost];
  });
  return best;
}

// The name of each topic near the middle of its points, where it hides the fewest points and no other name.
function places(points, layout, width, height) {
  const taken = [];
  const letter = width < 460 ? 5.7 : 7.2;
  return facetOf(layout).topics.map((topic, place) => {
    const own = points.filter(p => placeOf(p.conversation, layout) === place);
    if (own.length < 3) return null;
    const half = topic.name.length * letter / 2;
    const [x, y] = [middle(own.map(p => p.x)), middle(own.map(p => p.y))];
    let best = null;
    for (let dx = -90; dx <= 90; dx += 15) {
      for (let dy = -72; dy <= 72; dy += 6) {
        const at = { x: Math.min(width - half - 6, Math.max(half + 6, x + dx)), y: Math.min(height - 12, Math.max(12, y + dy)), half };
        if (taken.some(t => Math.abs(t.x - at.x) < t.half + half + 6 && Math.abs(t.y - at.y) < 16)) continue;
        const hidden = points.filter(p => Math.abs(p.x - at.x) < half + 3 && Math.abs(p.y - at.y) < 10).length;
        const cost = 8 * hidden + Math.hypot(at.x - x, at.y - y);
        if (!best || cost < best.cost) best = { ...at, cost };
      }
    }
    if (!best) return null;
    taken.push(best);
    return s('text', { class: width < 460 ? 'place small' : 'place', x: best.x, y: best.y + 4 }, topic.name);
  });
}

const middle = values => values.sort((a, b) => a - b)[values.length >> 1];

function showTip(tip, svg, { conversation: c, x, y }) {
  const findings = Object.entries(c.facets ?? {}).filter(([, f]) => f.summary).slice(0, 2);
  fill(tip, h('strong', {}, c.id), c.opening, findings.map(([name, f]) => h('div', {}, `${titled(name)}: ${labelOf(name, f.topic)}`)));
  const box = svg.getBoundingClientRect();
  const left = Math.min(scrollX + box.left + x * box.width / svg.viewBox.baseVal.width + 14, scrollX + document.documentElement.clientWidth - tip.offsetWidth - 8);
  tip.style.left = `${Math.max(8, left)}px`;
  tip.style.top = `${scrollY + box.top + y * box.height / svg.viewBox.baseVal.height + 14}px`;
}
