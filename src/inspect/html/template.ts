import { encodeXML } from 'entities';
import { count } from '../../core/format.js';
import type { PageContent } from './content.js';

/** The page's body without its data and script. */
export function body({ text, network, cells, sections }: PageContent): string {
  const { cell, hidden, layers } = network;
  const about = `${cell} ${layers}×${hidden}, ${count(cells.length)} cells, ${count(text.ids.length)} characters`;
  return `<header>
<h1>${encodeXML(text.name)} <small>${about}</small></h1>
<nav role="tablist">${[{ name: 'text', title: 'Text' }, ...sections].map(tab).join('')}</nav>
<button id="theme-button" title="light or dark (t)">◐</button>
</header>
<main>
<section id="view-text">
<div id="side">
<div class="tools"><input id="search" type="search" placeholder="cell or feature" aria-label="search cells"><select id="sort" aria-label="order of cells">
<option value="verdict">by verdict</option><option value="feature">by feature</option><option value="name">by name</option><option value="range">by size</option></select></div>
<div id="list" role="listbox" tabindex="0" aria-label="cells"></div>
</div>
<div id="middle">
<div class="tools"><span id="chosen"></span><span class="key"><span class="key-low">low</span><span class="key-zero">0</span><span class="key-high">high</span></span>
<button id="candidates-button" aria-pressed="false" title="what the network expects next, beneath each character (c)">candidates</button>
<button id="query-button" title="cells that are on throughout the selected text and off around it (Enter)">which cells?</button></div>
<div id="scroller" tabindex="0" role="application" aria-label="text, colored by the chosen cell" aria-describedby="readout"><canvas id="canvas"></canvas><div class="spacer"></div></div>
<p id="readout" aria-live="polite"></p>
<p class="help"><kbd>←↑↓→</kbd> move, with <kbd>Shift</kbd> select · <kbd>Enter</kbd> which cells? · <kbd>j</kbd> <kbd>k</kbd> next, previous cell · <kbd>c</kbd> candidates · <kbd>t</kbd> theme · <kbd>/</kbd> search · <kbd>1</kbd>–<kbd>${sections.length + 1}</kbd> views</p>
</div>
<div id="aside"><div id="query"></div><div id="cell-panel"></div></div>
</section>
${sections.map(({ name, html }) => `<section id="view-${name}" hidden>${html}</section>`).join('\n')}
</main>
`;
}

const tab = ({ name, title }: { name: string; title: string }): string =>
  `<button role="tab" data-view="${name}" aria-selected="false">${title}</button>`;
