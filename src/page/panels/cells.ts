import { createCellBrowser, type CellBrowser } from '../../inspect/page/browser.js';
import { defaultFirstWeights, type FirstWeights } from '../../inspect/search/controls.js';
import type { Clamp } from '../../layers/layer.js';
import type { Client } from '../client.js';
import { buttonById, byId, count } from '../elements.js';
import type { NamedText, Network, Recorded } from '../protocol.js';
import { createHoldPanel } from './hold.js';
import { createLivePage, type LivePage } from './live-page.js';

/** The text colored by a cell while the network trains, and which cells track something. */
export interface CellsPanel {
  /** Another network, or none. One that was loaded is ranked at once. */
  setNetwork(network: Network | null, loaded: boolean): void;
  setTraining(training: boolean): void;
  /** The text has changed. */
  look(): void;
  clamps(): readonly Clamp[];
  paint(): void;
}

/** Characters that are colored. */
const LIMIT = 12_000;
/** Milliseconds between two recordings, at least, and how many times longer than a recording. */
const REST = { least: 1200, times: 10 };
/** The same of searches; the first one waits until the network has learned something. */
const RANK_REST = { first: 12_000, least: 20_000, times: 4 };

export function createCellsPanel(
  client: Client,
  ranker: Client,
  text: () => NamedText,
  held: () => void,
): CellsPanel {
  const hold = createHoldPanel(held);
  let network: Network | null = null;
  let training = false;
  let live: LivePage | null = null;
  let browser: CellBrowser | null = null;
  let ending = new AbortController();
  let recording = false;
  let again = false;
  let userChose = false;
  let isLoaded = false;
  let [lookTimer, rankTimer] = [0, 0];
  let rankBegan = 0;

  function look(): void {
    clearTimeout(lookTimer);
    if (network === null || text().text === '') return;
    if (recording) return void (again = true);
    recording = true;
    client.send({ type: 'record', text: { ...text(), text: text().text.slice(0, 2 * LIMIT) }, limit: LIMIT });
  }

  function show(recorded: Recorded): void {
    if (live?.fits(recorded)) {
      live.replace(recorded);
      void browser!.refresh();
      return;
    }
    ending.abort();
    ending = new AbortController();
    live = createLivePage(recorded);
    userChose = false;
    browser = createCellBrowser(live.page, { signal: ending.signal, chosen: chose });
    byId('cells-panel').classList.remove('empty');
    browser.layout();
    void browser.choose(browser.first() ?? 0);
  }

  function chose(cell: number): void {
    const { cells, ranges } = live!.page;
    hold.choose(cells[cell]!, ranges[cell]!);
  }

  function rank(): void {
    clearTimeout(rankTimer);
    if (network === null || live === null) return;
    rankBegan = performance.now();
    status('searching …');
    buttonById('rank').disabled = true;
    client.send({ type: 'weights' });
  }

  function rankLater(milliseconds: number): void {
    clearTimeout(rankTimer);
    if (training) rankTimer = window.setTimeout(rank, milliseconds);
  }

  client.on('recorded', ({ recorded }) => {
    recording = false;
    if (network === null || recorded.characters.length === 0) return;
    const isFirst = live === null;
    show(recorded);
    if (isFirst && isLoaded) rank();
    if (again || training) {
      lookTimer = window.setTimeout(look, Math.max(REST.least, REST.times * recorded.milliseconds));
      again = false;
    }
  });
  client.on('weights', ({ bytes }) => {
    ranker.restart();
    const { seed, initialization } = network?.trained?.options ?? {};
    const first: FirstWeights =
      seed !== undefined && initialization ? { seed, how: initialization } : defaultFirstWeights;
    ranker.send({ type: 'rank', file: { name: 'the network', bytes }, text: text(), first });
  });
  ranker.on('ranking', ({ share }) => status(`searching … ${Math.round(100 * share)} %`));
  ranker.on('ranked', ({ report }) => {
    ranker.stop();
    buttonById('rank').disabled = false;
    const tracking = report.features.filter(({ verdict }) => verdict === 'tracks').length;
    status(
      `${tracking} of ${report.features.length} features tracked, in ${count(report.text.characters)} characters`,
    );
    live?.judge(report);
    browser?.arrange();
    if (!userChose && browser) void browser.choose(browser.first() ?? 0);
    rankLater(Math.max(RANK_REST.least, RANK_REST.times * (performance.now() - rankBegan)));
  });
  ranker.on('error', ({ line }) => {
    ranker.stop();
    buttonById('rank').disabled = false;
    status(line);
  });
  buttonById('rank').addEventListener('click', rank);
  for (const id of ['list', 'query', 'search'])
    byId(id).addEventListener('pointerdown', () => (userChose = true));

  function setNetwork(next: Network | null, loaded: boolean): void {
    network = next;
    isLoaded = loaded;
    if (next !== null) return look();
    ending.abort();
    ranker.stop();
    clearTimeout(lookTimer);
    clearTimeout(rankTimer);
    [live, browser, recording, again] = [null, null, false, false];
    hold.clear();
    status('');
    byId('cells-panel').classList.add('empty');
  }

  function setTraining(now: boolean): void {
    if (training === now) return;
    training = now;
    if (now) rankLater(RANK_REST.first);
    look();
  }

  return {
    ...{ setNetwork, setTraining, look, clamps: hold.clamps },
    paint: () => browser?.paint(),
  };
}

function status(line: string): void {
  byId('rank-note').textContent = line;
}
