const whole = new Intl.NumberFormat('en-GB');
const MINUS = '\u2212';
// A number and its unit stay on one line.
const TIE = '\u00a0';

export const count = n => whole.format(n);

export const counted = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

export const percent = (share, digits = 0) => `${(100 * share).toFixed(digits)}${TIE}%`;

const grouped = (n, digits) => n.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });

export const signed = (n, digits) => `${n < 0 ? MINUS : n > 0 ? '+' : ''}${grouped(Math.abs(n), digits)}`;

export const plain = (n, digits) => `${n < 0 ? MINUS : ''}${grouped(Math.abs(n), digits)}`;

export function seconds(n) {
  if (n < 0.9995) return `${Math.round(n * 1000)}${TIE}ms`;
  return n < 99.95 ? `${n.toFixed(1)}${TIE}s` : `${Math.floor(n / 60)}${TIE}min ${Math.round(n % 60)}${TIE}s`;
}

export const dollars = n => n === 0 ? '$0' : `$${n < 0.1 ? n.toFixed(4) : n.toFixed(2)}`;

// CustomerLeft is "customer left", unknown_order is "unknown order".
export const spoken = name => name.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ').toLowerCase();

export function titled(name) {
  const words = spoken(name).replaceAll('-', ' ');
  return words[0].toUpperCase() + words.slice(1);
}

export const day = text => new Date(text).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

export function listed(items) {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

export function pValue(p) {
  return p < 0.001 ? `p${TIE}<${TIE}0.001` : `p${TIE}=${TIE}${p.toFixed(p < 0.1 ? 3 : 2)}`;
}

export const size = bytes => bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
