// Elements are built here and nowhere from markup: what a customer wrote can only ever become text.

export function h(tag, attributes = {}, ...children) {
  return dress(document.createElement(tag), attributes, children);
}

export function s(tag, attributes = {}, ...children) {
  return dress(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function dress(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'style') for (const [property, text] of Object.entries(value)) element.style.setProperty(property, text);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export function section(id, title, ...content) {
  return h('section', { id, 'aria-labelledby': `${id}-title` }, h('h2', { id: `${id}-title` }, title), ...content);
}

export function select(label, options, chosen, onchange) {
  const list = h('select', { onchange: event => onchange(event.target.value) },
    options.map(([value, text]) => h('option', { value, selected: value === chosen }, text)));
  return h('label', { class: 'field' }, label, list);
}

export function announce(text) {
  document.getElementById('announcer').textContent = text;
}

// The mark of a topic: its colour, and beyond eight topics also another shape.
export const COLOURS = 8;

export function mark(place, radius, attributes = {}) {
  const colour = { style: { fill: place < 0 ? 'none' : `var(--c${place % COLOURS})` }, ...attributes };
  colour.class = `mark${place < 0 ? ' other' : ''}`;
  const shape = place < 0 ? 0 : Math.floor(place / COLOURS) % 3;
  if (shape === 0) return s('circle', { r: radius, ...colour });
  const r = radius * 1.15;
  const points = shape === 1 ? [[-r, -r], [r, -r], [r, r], [-r, r]].map(p => p.map(v => v * 0.85)) : [[0, -r * 1.2], [r * 1.1, r * 0.8], [-r * 1.1, r * 0.8]];
  return s('path', { d: `M${points.map(p => p.map(v => v.toFixed(1)).join(' ')).join('L')}Z`, ...colour });
}

export function swatch(place) {
  return s('svg', { width: 14, height: 14, viewBox: '-7 -7 14 14', 'aria-hidden': 'true' }, mark(place, 5.5));
}
