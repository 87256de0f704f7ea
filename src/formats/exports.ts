import { userError } from '../core/errors.js';
import type { Cell } from '../layers/cell.js';
import { cellNamed } from '../layers/cells.js';

/** The forms in which other programs can read a model. */
export const exportFormats = ['pytorch', 'onnx', 'npz', 'json', 'safetensors'] as const;

export type ExportFormat = (typeof exportFormats)[number];

/** The forms that a cell has: plain tensors always, a network where its descriptor says how. */
function formatsOf(cell: Cell): ExportFormat[] {
  return exportFormats.filter(
    (format) => !((format === 'pytorch' || format === 'onnx') && cell[format] === null),
  );
}

/** The cell of that name. Throws export/cell when it has no such form. */
export function cellForExport(name: string, format: ExportFormat): Cell {
  const cell = cellNamed(name);
  const known = formatsOf(cell);
  if (known.includes(format)) return cell;
  throw userError('export/cell', { cell: name, format, known: known.join(', ') });
}
