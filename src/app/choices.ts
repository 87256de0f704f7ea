/**
 * What the values of a request's fields may be: names, defaults of presets, and how a cell is written. Lists alone, so that
 * the flags that offer them load nothing that computes.
 */
export { encodings, type Encoding } from '../text/encodings.js';
export { cellNames, watchable } from '../layers/cells.js';
export { CELL_GRAMMAR, parseCell, type CellRef } from '../model/cell-name.js';
export { taskNames } from '../tasks/task-data.js';
export { defaultPreset, presets, rateOf } from '../train/presets.js';
export { planParts } from '../train/plan/plan.js';
export { taskParts } from '../train/plan/plan-task.js';
export { exportFormats } from '../formats/exports.js';
export { views } from '../inspect/views/index.js';
