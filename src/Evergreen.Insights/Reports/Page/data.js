import { announce } from './dom.js';

const OTHER = 'other';

export const report = JSON.parse(document.getElementById('report').textContent);

export const sources = report.sources;

export const conversations = report.conversations.map((conversation, index) => ({ ...conversation, index }));

export const experimentsOf = sources.map((source, index) => ({ source, index })).filter(entry => entry.source.kind === 'experiment');

const facets = new Map(report.facets.map(facet => [facet.name, facet]));

export const facet = name => facets.get(name);

// What is drawn and listed can be looked up by the topic's place among its facet's topics; Other has place -1.
export function placeOf(conversation, name) {
  const finding = conversation.facets?.[name];
  if (!finding) return null;
  return facets.get(name).topics.findIndex(topic => topic.id === finding.topic);
}

export const labelOf = (name, topic) => topic === OTHER ? 'Other' : facets.get(name).topics.find(t => t.id === topic).name;

export function findingsOf(conversation) {
  return Object.entries(conversation.facets ?? {}).map(([name, finding]) => ({ name, ...finding, label: labelOf(name, finding.topic) }));
}

export function meanScore(conversation) {
  const scores = Object.values(conversation.scores ?? {});
  return scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

const unpacked = new Map();

async function unpack(number) {
  if (!unpacked.has(number)) {
    const bytes = Uint8Array.from(atob(report.transcripts.packs[number]), letter => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    unpacked.set(number, new Response(stream).json());
  }
  return unpacked.get(number);
}

export async function transcript(index) {
  const pack = await unpack(Math.floor(index / report.transcripts.pack_size));
  return pack[index % report.transcripts.pack_size];
}

let texts = null;

// What customers and agents said, in small letters; only a search for text needs all of it.
export async function allTexts() {
  if (texts === null) {
    announce('Reading all conversations');
    const packs = await Promise.all(report.transcripts.packs.map((_, number) => unpack(number)));
    texts = packs.flat().map(({ conversation }) => conversation.messages
      .filter(message => message.role === 'user' || message.role === 'assistant')
      .map(message => (message.content ?? '').toLowerCase()));
  }
  return texts;
}
