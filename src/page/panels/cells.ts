import { roomFor } from '../../inspect/forward/steps.js';
import type { Clamp } from '../../layers/layer.js';
import { parseCell } from '../../model/cell-name.js';
import type { SearchReport } from '../../inspect/search/report.js';
import type { Client } from '../client.js';
import type { NamedText, Network, Recorded } from '../protocol.js';
import type { OpenedReport } from '../report.js';
import { createClampPanel } from './clamps.js';
import { createLooking } from './looking.js';
import { createRanking } from './ranking.js';
import { createShownCells } from './shown-cells.js';

/** The text colored by a cell while the network trains, and which cells track something. */
export interface CellsPanel {
  /** Another network, or none. One that was loaded from a file is ranked at once. */
  setNetwork(network: Network | null, origin?: Origin): void;
  setTraining(training: boolean): void;
  /** Shows the text and the findings of a report, the network of which is being loaded. */
  begin(report: OpenedReport): void;
  /** Shows what a search has found in the present text. */
  judge(search: SearchReport): void;
  /** Clamps the chosen cell, high or with −1 low. */
  pull(sign: 1 | -1): void;
  /** Shows what was read elsewhere. */
  show(recorded: Recorded): void;
  /** The text has changed. */
  look(): void;
  choose(cell: string): void;
  clamps(): readonly Clamp[];
  paint(): void;
  layout(): void;
}

/** Where a network is from: this page, a file, or the training that goes on here. */
export type Origin = 'page' | 'file' | 'training';

/** Characters that are colored at most; of a network from a file, as many as there is room for. */
const LIMIT = { page: 6_000, training: 12_000 };
/** Milliseconds before the first reading by a new network: its first step comes before it. */
const FIRST_LOOK = 600;

interface Surroundings {
  /** The worker with the network, and the one that searches its cells. */
  readonly client: Client;
  readonly ranker: Client;
  text(): NamedText;
  clampsChanged(): void;
}

export function createCellsPanel({ client, ranker, text, clampsChanged }: Surroundings): CellsPanel {
  let network: Network | null = null;
  let origin: Origin = 'training';
  let isTraining = false;
  let report: OpenedReport | null = null;
  const training = (): boolean => isTraining;
  const clamping = createClampPanel(clampsChanged);
  const chosen = (cell: string, range: number) => clamping.choose(cell, range, canClamp(network, cell));
  const shown = createShownCells(text, chosen);

  function show(recorded: Recorded): void {
    const isFirst = !shown.exist();
    shown.show(recorded);
    if (isFirst && origin === 'file') ranking.rank();
  }

  function judge(search: SearchReport): void {
    shown.judge(search);
    ranking.describe(search);
  }

  const cells = () => report?.data.cells ?? null;
  const limit = () => (origin === 'file' ? roomOf(report, network!) : LIMIT[origin]);
  const exists = (): boolean => network !== null;
  const looking = createLooking(client, { exists, training, text, show, cells, limit });
  const shownNetwork = () => (shown.exist() ? network : null);
  const firstWeights = () => report?.data.firstWeights;
  const hooks = { network: shownNetwork, training, text, ranked: shown.judge, firstWeights };
  const ranking = createRanking(client, ranker, hooks);

  return {
    setNetwork(next, from = 'training') {
      network = next;
      origin = from;
      if (next !== null) return looking.look(from === 'training' ? FIRST_LOOK : 0);
      report = null;
      for (const part of [ranking, looking]) part.stop();
      for (const part of [shown, clamping]) part.clear();
    },
    setTraining(now) {
      if (isTraining === now) return;
      isTraining = now;
      if (now) ranking.keepRanking();
      if (shown.exist()) looking.look();
    },
    begin(opened) {
      report = opened;
      judge(opened.data.search);
      shown.expect({ ...opened.data, characters: opened.data.text });
    },
    judge,
    show,
    look: looking.look,
    clamps: clamping.clamps,
    pull: clamping.pull,
    choose: shown.choose,
    paint: shown.paint,
    layout: shown.layout,
  };
}

/** How much of a text is kept of all the cells, or of those of a report. */
const roomOf = (report: OpenedReport | null, { config, states }: Network): number =>
  roomFor(report?.data.cells.length ?? config.layers * config.hidden * states.length);

/** States can be clamped, gates cannot. */
function canClamp(network: Network | null, cell: string): boolean {
  return network?.states.includes(parseCell(cell)!.state!) ?? false;
}
