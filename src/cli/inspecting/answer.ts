import { createRng } from '../../core/rng.js';
import { viewAblation } from '../../inspect/ablation-view.js';
import { viewCells } from '../../inspect/cells-view.js';
import type { SearchOptions } from '../../inspect/evidence.js';
import { viewFlow } from '../../inspect/flow-view.js';
import { viewGates } from '../../inspect/gates-view.js';
import { viewMemory } from '../../inspect/memory-view.js';
import type { Report } from '../../inspect/report.js';
import type { Subject } from '../../inspect/subject.js';
import { viewText } from '../../inspect/text-view.js';
import type { InspectValues } from '../options/inspect.js';
import { ablationsOf, cellsToShow } from './search.js';

/** Computes the view that was asked for. */
export function answer(values: InspectValues, subject: Subject, search: SearchOptions): Report {
  switch (values.view) {
    case 'text':
      return viewText(subject, cellsToShow(values, subject, search));
    case 'gates':
      return viewGates(subject);
    case 'flow':
      return viewFlow(subject);
    case 'memory':
      return viewMemory(subject);
    case 'ablation':
      return viewAblation(subject, ablationsOf(values, subject, search), createRng(values.seed));
    default:
      return viewCells(subject, search);
  }
}
