import { fill } from './dom.js';
import { conversations } from './data.js';
import { masthead, colophon } from './masthead.js';
import { filterBar } from './filter-bar.js';
import { comparisonSections } from './comparison.js';
import { releaseSections } from './releases.js';
import { topicMap } from './map.js';
import { shares } from './shares.js';
import { crossTable } from './cross-table.js';
import { checks } from './checks.js';
import { list } from './list.js';

colophon(document.getElementById('colophon'));
filterBar(document.getElementById('filters'));
const sections = [...comparisonSections(), ...releaseSections(), topicMap(), shares(), crossTable(), checks(), conversations.length > 0 ? list() : null].filter(Boolean);
fill(document.getElementById('main'), sections);
masthead(document.getElementById('masthead'), sections.map(section => [section.id, section.querySelector('h2').textContent]));
