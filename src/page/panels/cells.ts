import type { Clamp } from '../../layers/layer.js';
import type { Client } from '../client.js';
import type { NamedText, Network } from '../protocol.js';
import { createHoldPanel } from './hold.js';
import { createLooking } from './looking.js';
import { createRanking } from './ranking.js';
import { createShownCells } from './shown-cells.js';

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

/** Milliseconds before the first reading by a new network: its first step comes before it. */
const FIRST_LOOK = 600;

export function createCellsPanel(
  client: Client,
  ranker: Client,
  text: () => NamedText,
  held: () => void,
): CellsPanel {
  let network: Network | null = null;
  let isLoaded = false;
  let isTraining = false;
  const training = (): boolean => isTraining;
  const hold = createHoldPanel(held);
  const shown = createShownCells(hold.choose);
  const looking = createLooking(client, {
    ...{ exists: () => network !== null, training, text },
    show(recorded) {
      const isFirst = !shown.exist();
      shown.show(recorded);
      if (isFirst && isLoaded) ranking.rank();
    },
  });
  const ranking = createRanking(client, ranker, {
    network: () => (shown.exist() ? network : null),
    ...{ training, text, ranked: shown.judge },
  });

  return {
    setNetwork(next, loaded) {
      network = next;
      isLoaded = loaded;
      if (next !== null) return looking.look(loaded ? 0 : FIRST_LOOK);
      ranking.stop();
      looking.stop();
      shown.clear();
      hold.clear();
    },
    setTraining(now) {
      if (isTraining === now) return;
      isTraining = now;
      if (now) ranking.keepRanking();
      if (shown.exist()) looking.look();
    },
    ...{ look: looking.look, clamps: hold.clamps, paint: shown.paint },
  };
}
