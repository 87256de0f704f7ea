import { cellsOf, indexOfCell, parseCell, type Cell } from '../../inspect/cells.js';
import { viewCells } from '../../inspect/cells-view.js';
import type { CellsReport } from '../../inspect/cells-report.js';
import { usualBeginning, type Beginning } from '../../inspect/controls/untrained.js';
import type { SearchOptions } from '../../inspect/evidence.js';
import type { Feature } from '../../inspect/features/index.js';
import type { AblationRequest } from '../../inspect/ablation-view.js';
import type { Subject } from '../../inspect/subject.js';
import { cellNamed } from '../../layers/cells.js';
import type { LanguageModel } from '../../model/language-model.js';
import type { Snapshot } from '../../core/snapshot.js';
import { trainOptionsSchema } from '../../train/options-schema.js';
import type { InspectValues } from '../options/inspect.js';
import type { CellStateRef } from '../options/parsers.js';

/** How many cells are ablated, or followed through the text, when none is named. */
const MOST = 3;

/** What the search for cells is made with. */
export function searchOptions(
  values: InspectValues,
  features: readonly Feature[],
  subject: Subject,
  snapshot: Snapshot,
): SearchOptions {
  const { recent, shuffles, seed } = values;
  const states = values.state ?? usualStates(subject.model);
  return { features, states, beginning: beginningOf(snapshot), recent, shuffles, seed };
}

/** What a cell carries from step to step: h, and c where there is one. */
export const usualStates = ({ config }: LanguageModel): string[] => [...cellNamed(config.cell).states];

function beginningOf({ training }: Snapshot): Beginning {
  const options = trainOptionsSchema.safeParse(training?.options);
  if (!options.success) return usualBeginning;
  return { seed: options.data.seed, how: options.data.initialization };
}

/** The cells that were named, each with its state; an error where there is none such. */
export function namedCells(given: readonly CellStateRef[], values: InspectValues, subject: Subject): Cell[] {
  const preferred = values.state?.[0] ?? usualStates(subject.model).at(-1)!;
  return given.map(({ layer, unit, state = preferred }) => {
    const cell = { layer, unit, state };
    indexOfCell(cellsOf(subject.model, [state]), cell);
    return cell;
  });
}

/** The cells to follow: those named, or the best ones a search finds. */
export function cellsToShow(values: InspectValues, subject: Subject, search: SearchOptions): Cell[] {
  if (values.cell.length > 0) return namedCells(values.cell, values, subject);
  return viewCells(subject, search)
    .features.slice(0, 1)
    .map(({ cell }) => parseCell(cell));
}

/**
 * What to ablate. A cell without a feature is tried where the feature is decided that it goes with best; a feature without
 * a cell by its best cell; with neither, the first few finds are.
 */
export function ablationsOf(
  values: InspectValues,
  subject: Subject,
  search: SearchOptions,
): AblationRequest[] {
  const { hold } = values;
  const cells = namedCells(values.cell, values, subject);
  if (cells.length > 0 && values.feature.length > 0) {
    return cells.flatMap((cell) => search.features.map((feature) => ({ cell, feature, hold })));
  }
  const report = viewCells(subject, search);
  const featureNamed = (name: string): Feature => search.features.find((feature) => feature.name === name)!;
  if (cells.length > 0) {
    return cells.flatMap((cell) => {
      const name = ownFeature(report, cell);
      return name === null ? [] : [{ cell, feature: featureNamed(name), hold }];
    });
  }
  return report.features
    .filter(({ cell }) => usualStates(subject.model).includes(parseCell(cell).state))
    .slice(0, MOST)
    .map(({ cell, feature }) => ({ cell: parseCell(cell), feature: featureNamed(feature), hold }));
}

function ownFeature({ byCell }: CellsReport, { layer, unit, state }: Cell): string | null {
  return byCell.find(({ cell }) => cell === `${layer}:${unit}:${state}`)?.feature ?? null;
}
