import { encodeXML } from 'entities';
import type { FeatureReport } from '../cells-report.js';
import { score } from '../render/columns.js';
import type { PageContent } from './page.js';

/** The page's body without its data and script. */
export function body(content: PageContent, plots: Record<'gates' | 'flow' | 'memory', string>): string {
  const { model, text } = content.subject;
  const { cell, hidden, layers } = model.config;
  const network = `${cell} ${layers}×${hidden}, ${content.cells.count.toLocaleString('en')} cells`;
  const embedded = text.ids.length.toLocaleString('en');
  return `<header>
<h1>${encodeXML(text.name)} <small>${network}, ${embedded} characters</small></h1>
<nav role="tablist">${['text', 'features', 'gates', 'flow', 'memory'].map(tab).join('')}</nav>
<button id="theme-button" title="light or dark (t)">◐</button>
</header>
<main>
<section id="view-text">
<div id="side">
<div class="tools"><input id="search" type="search" placeholder="cell or feature" aria-label="search cells"><select id="sort" aria-label="order of cells">
<option value="score">by score</option><option value="feature">by feature</option><option value="name">by name</option><option value="range">by size</option></select></div>
<div id="list" role="listbox" tabindex="0" aria-label="cells"></div>
</div>
<div id="middle">
<div class="tools"><span id="chosen"></span><span class="key"><span class="key-low">low</span><span class="key-zero">0</span><span class="key-high">high</span></span>
<button id="candidates-button" aria-pressed="false" title="what the network expects next, beneath each character (c)">candidates</button>
<button id="query-button" title="cells that are on throughout the selected text and off around it (Enter)">which cells?</button></div>
<div id="scroller" tabindex="0" role="application" aria-label="text, colored by the chosen cell" aria-describedby="readout"><canvas id="canvas"></canvas><div class="spacer"></div></div>
<p id="readout" aria-live="polite"></p>
<p class="help"><kbd>←↑↓→</kbd> move, with <kbd>Shift</kbd> select · <kbd>Enter</kbd> which cells? · <kbd>j</kbd> <kbd>k</kbd> next, previous cell · <kbd>c</kbd> candidates · <kbd>t</kbd> theme · <kbd>/</kbd> search · <kbd>1</kbd>–<kbd>5</kbd> views</p>
</div>
<div id="aside"><div id="query"></div><div id="cell-panel"></div></div>
</section>
<section id="view-features" hidden>${features(content)}</section>
<section id="view-gates" hidden>${gatesNote(plots.gates)}<div class="plots">${plots.gates}</div></section>
<section id="view-flow" hidden>${flowNote(content)}<div class="plots">${plots.flow}</div></section>
<section id="view-memory" hidden>${memoryNote(content)}<div class="plots">${plots.memory}</div></section>
</main>
`;
}

const tab = (name: string): string =>
  `<button role="tab" data-view="${name}" aria-selected="false">${name[0]!.toUpperCase()}${name.slice(1)}</button>`;

function features({ report }: PageContent): string {
  const held = (report.parts.held.to - report.parts.held.from).toLocaleString('en');
  const head = [
    'Feature',
    'Cell',
    'Score',
    'Twin',
    `Last ${report.recentSymbols}`,
    'p',
    'All cells',
    'Verdict',
  ];
  const note =
    `The best cell for each feature, chosen on ${report.parts.chosen.to.toLocaleString('en')} characters and scored on the ${held} behind them: ` +
    `AUC for yes/no features (.5 is chance), Spearman’s ρ for graded ones (0 is chance). Twin: the best cell of the same network before training. ` +
    `Last ${report.recentSymbols}: a predictor that sees only the last ${report.recentSymbols} characters. p: family-wise over all ${report.cells.toLocaleString('en')} cells. ` +
    `All cells: a linear probe. Too rare to be judged: ${report.absent.join(', ') || 'none'}.`;
  return `<p class="note">${encodeXML(note)}</p><table><thead><tr>${head.map((h) => `<th>${h}</th>`).join('')}</tr></thead><tbody>${report.features.map(featureRow).join('')}</tbody></table>`;
}

function featureRow(f: FeatureReport): string {
  const numbers = [
    (f.sign < 0 ? '↓' : '') + score(f.score),
    score(f.twin),
    score(f.recent),
    f.p.toFixed(3),
    score(f.probe.at(-1)?.score ?? NaN),
  ];
  return `<tr data-cell-name="${f.cell}"><td>${encodeXML(f.what)}</td><td><code>${f.cell}</code></td>${numbers
    .map((n) => `<td class="number">${n}</td>`)
    .join('')}<td class="${f.verdict === 'tracks' ? 'tracks' : ''}">${f.verdict}</td></tr>`;
}

function gatesNote(plots: string): string {
  return plots === ''
    ? '<p class="note">This kind of cell has no gates.</p>'
    : '<p class="note">Each dot is a unit: to the right when its gate is often open (above .9), up when it is often shut (below .1). Near the diagonal it is nearly always one or the other.</p>';
}

function flowNote({ flow }: PageContent): string {
  if (flow === null) return '<p class="note">The text is too short to follow gradients through it.</p>';
  const says = flow.layers.map(
    ({ layer, says, reach }) => `layer ${layer} is ${says} (1 % left after ${reach} characters)`,
  );
  return `<p class="note">How much the loss of one prediction changes with the state so many characters before: ${says.join('; ')}.</p>`;
}

function memoryNote({ memory }: PageContent): string {
  if (memory === null) return '<p class="note">The text is too short to measure memory in it.</p>';
  const reach =
    memory.reach === null ? 'Even 512 characters are not enough' : `${memory.reach} characters are enough`;
  return `<p class="note">${reach} to come within 1 % of the loss with the whole past, ${memory.full.toFixed(3)} nats per character.</p>`;
}
