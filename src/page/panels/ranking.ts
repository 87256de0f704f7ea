import { defaultFirstWeights, type FirstWeights } from '../../inspect/search/controls.js';
import type { SearchReport } from '../../inspect/search/report.js';
import type { Client } from '../client.js';
import { buttonById, byId, count } from '../elements.js';
import type { NamedText, Network } from '../protocol.js';

/** The search for cells that track something, in a worker of its own. */
export interface Ranking {
  /** Searches now, with the current weights. */
  rank(): void;
  /** Searches after a while, then repeatedly as long as the network is trained. */
  keepRanking(): void;
  /** Shows how much a search has found. */
  describe(report: SearchReport): void;
  stop(): void;
}

/** What is searched, and the callbacks. */
export interface RankingHooks {
  /** Null: there is none, or nothing of it is shown yet. */
  network(): Network | null;
  text(): NamedText;
  training(): boolean;
  /** How the network began, where that is known without its training. */
  firstWeights(): FirstWeights | undefined;
  ranked(report: SearchReport): void;
}

/** Milliseconds: before the first search the network should have learned something; the others rest in between. */
const REST = { first: 12_000, least: 20_000 };
/** The pause after a search, in durations of the search. */
const TIMES = 4;

export function createRanking(client: Client, ranker: Client, hooks: RankingHooks): Ranking {
  const button = buttonById('rank');
  let timer = 0;
  let began = 0;
  let isSearching = false;

  function rank(): void {
    clearTimeout(timer);
    if (hooks.network() === null || isSearching) return;
    began = performance.now();
    end('searching …', true);
    client.send({ type: 'weights' });
  }

  function end(line: string, searching = false): void {
    if (!searching) ranker.stop();
    isSearching = searching;
    // not disabled, as it would lose the focus
    button.setAttribute('aria-disabled', String(searching));
    byId('rank-note').textContent = line;
  }

  function later(milliseconds: number): void {
    clearTimeout(timer);
    timer = window.setTimeout(() => hooks.training() && rank(), milliseconds);
  }

  function describe({ features, text }: SearchReport): void {
    const tracking = features.filter(({ verdict }) => verdict === 'tracks').length;
    end(`${tracking} of ${features.length} features tracked, in ${count(text.characters)} characters`);
  }

  client.on('weights', ({ bytes }) => {
    ranker.restart();
    const file = { name: 'the network', bytes };
    const first = hooks.firstWeights() ?? firstWeightsOf(hooks.network());
    ranker.send({ type: 'rank', file, text: hooks.text(), first });
  });
  ranker.on('ranking', ({ percent }) => end(`searching … ${percent} %`, true));
  ranker.on('ranked', ({ report }) => {
    describe(report);
    hooks.ranked(report);
    later(Math.max(REST.least, TIMES * (performance.now() - began)));
  });
  ranker.on('error', ({ line }) => end(line));
  button.addEventListener('click', rank);
  return {
    rank,
    describe,
    keepRanking: () => later(REST.first),
    stop() {
      clearTimeout(timer);
      end('');
    },
  };
}

/** The initial weights of the network, for the untrained baseline. */
function firstWeightsOf(network: Network | null): FirstWeights {
  const { seed, initialization } = network?.trained?.options ?? {};
  return seed !== undefined && initialization ? { seed, how: initialization } : defaultFirstWeights;
}
