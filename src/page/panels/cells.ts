import { roomFor } from '../../inspect/forward/steps.js';
import type { Clamp } from '../../layers/layer.js';
import { parseCell } from '../../model/cell-name.js';
import type { Client } from '../client.js';
import type { NamedText, Network, Recorded } from '../protocol.js';
import type { OpenedReport } from '../report.js';
import { createClampPanel } from './clamps.js';
import { createLooking } from './looking.js';
import { createRanking } from './ranking.js';
import { createShownCells } from './shown-cells.js';

/** The text colored by a cell while the network trains, and which cells track something. */
export interface CellsPanel {
  /** Another network, or none. One that was loaded is ranked at once. */
  setNetwork(network: Network | null, loaded: boolean): void;
  setTraining(training: boolean): void;
  /** Shows the text and the findings of a report, the network of which is being loaded. */
  begin(report: OpenedReport): void;
  /** Shows what was read elsewhere. */
  show(recorded: Recorded): void;
  /** The text has changed. */
  look(): void;
  choose(cell: string): void;
  clamps(): readonly Clamp[];
  paint(): void;
  layout(): void;
}

/** Characters that are colored while a network trains. */
const TRAINING_LIMIT = 12_000;
/** Milliseconds before the first reading by a new network: its first step comes before it. */
const FIRST_LOOK = 600;

export function createCellsPanel(
  client: Client,
  ranker: Client,
  text: () => NamedText,
  clampsChanged: () => void,
): CellsPanel {
  let network: Network | null = null;
  let isLoaded = false;
  let isTraining = false;
  let report: OpenedReport | null = null;
  const training = (): boolean => isTraining;
  const clamping = createClampPanel(clampsChanged);
  const shown = createShownCells(text, (cell, range) =>
    clamping.choose(cell, range, canClamp(network, cell)),
  );

  function show(recorded: Recorded): void {
    const isFirst = !shown.exist();
    shown.show(recorded);
    if (isFirst && isLoaded) ranking.rank();
  }

  const looking = createLooking(client, {
    ...{ exists: () => network !== null, training, text, show },
    cells: () => report?.data.cells ?? null,
    limit: () => (isLoaded ? roomFor(report?.data.cells.length ?? cellsIn(network!)) : TRAINING_LIMIT),
  });
  const ranking = createRanking(client, ranker, {
    network: () => (shown.exist() ? network : null),
    firstWeights: () => report?.data.firstWeights,
    ...{ training, text, ranked: shown.judge },
  });

  return {
    setNetwork(next, loaded) {
      network = next;
      isLoaded = loaded;
      if (next !== null) return looking.look(loaded ? 0 : FIRST_LOOK);
      report = null;
      ranking.stop();
      looking.stop();
      shown.clear();
      clamping.clear();
    },
    setTraining(now) {
      if (isTraining === now) return;
      isTraining = now;
      if (now) ranking.keepRanking();
      if (shown.exist()) looking.look();
    },
    begin(opened) {
      report = opened;
      shown.judge(opened.data.search);
      shown.expect({ ...opened.data, characters: opened.data.text });
      ranking.describe(opened.data.search);
    },
    ...{ show, look: looking.look, clamps: clamping.clamps },
    ...{ choose: shown.choose, paint: shown.paint, layout: shown.layout },
  };
}

const cellsIn = ({ config, states }: Network): number => config.layers * config.hidden * states.length;

/** States can be clamped, gates cannot. */
function canClamp(network: Network | null, cell: string): boolean {
  return network?.states.includes(parseCell(cell)!.state!) ?? false;
}
