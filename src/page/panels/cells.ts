import { createCellBrowser, type CellBrowser } from '../../inspect/page/browser.js';
import type { Clamp } from '../../layers/layer.js';
import type { Client } from '../client.js';
import { byId } from '../elements.js';
import type { NamedText, Network, Recorded } from '../protocol.js';
import { createHoldPanel } from './hold.js';
import { createLivePage, type LivePage } from './live-page.js';
import { createRanking } from './ranking.js';

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
/** Milliseconds before the first recording of a new network: its first step comes before it. */
const FIRST_LOOK = 600;

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
  let lookTimer = 0;
  const ranking = createRanking(client, ranker, {
    network: () => (live === null ? null : network),
    text,
    training: () => training,
    ranked(report) {
      live?.judge(report);
      browser?.arrange();
      if (!userChose && browser) void browser.choose(browser.first() ?? 0);
    },
  });

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
    inTurns(ending.signal, [browser.layout, () => void browser!.choose(browser!.first() ?? 0)]);
  }

  function chose(cell: number): void {
    const { cells, ranges } = live!.page;
    hold.choose(cells[cell]!, ranges[cell]!);
  }

  client.on('recorded', ({ recorded }) => {
    recording = false;
    if (network === null || recorded.characters.length === 0) return;
    const isFirst = live === null;
    show(recorded);
    if (isFirst && isLoaded) ranking.rank();
    if (again || training) {
      lookTimer = window.setTimeout(look, Math.max(REST.least, REST.times * recorded.milliseconds));
      again = false;
    }
  });
  for (const id of ['list', 'query', 'search'])
    byId(id).addEventListener('pointerdown', () => (userChose = true));

  function setNetwork(next: Network | null, loaded: boolean): void {
    network = next;
    isLoaded = loaded;
    if (next !== null) {
      lookTimer = window.setTimeout(look, loaded ? 0 : FIRST_LOOK);
      return;
    }
    ending.abort();
    ranking.stop();
    clearTimeout(lookTimer);
    [live, browser, recording, again] = [null, null, false, false];
    hold.clear();
    byId('cells-panel').classList.add('empty');
  }

  function setTraining(now: boolean): void {
    if (training === now) return;
    training = now;
    if (now) ranking.keepRanking();
    if (live !== null) look();
  }

  return {
    ...{ setNetwork, setTraining, look, clamps: hold.clamps },
    paint: () => browser?.paint(),
  };
}

/** Acts in tasks of their own, so that no frame waits for all of them; none after the signal. */
function inTurns(signal: AbortSignal, acts: readonly (() => void)[]): void {
  const [act, ...rest] = acts;
  if (act === undefined) return;
  setTimeout(() => {
    if (signal.aborted) return;
    act();
    inTurns(signal, rest);
  }, 20);
}
