import { userError } from '../core/errors.js';
import type { ModelConfig } from '../core/snapshot.js';
import type { Cell } from '../layers/cell.js';
import { cellNamed } from '../layers/cells.js';

/** The forms in which other programs can read a model. */
export const exportFormats = ['pytorch', 'onnx', 'npz', 'json', 'safetensors'] as const;

export type ExportFormat = (typeof exportFormats)[number];

/** The forms that are a network and not only its weights. */
const networkFormats = ['pytorch', 'onnx'] as const;

/**
 * The cell of a network that is exported as a network. Throws export/network where there is no such form: of the cell,
 * or of a network that is more than symbols, cells and a decoder.
 */
export function cellForExport(model: ModelConfig, format: (typeof networkFormats)[number]): Cell {
  const cell = cellNamed(model.cell);
  const beyond = partBeyond(model);
  if (beyond === undefined && cell[format] !== null) return cell;
  const known = exportFormats.filter(
    (other) => !isNetwork(other) || (beyond === undefined && cell[other] !== null),
  );
  throw userError('export/network', { network: beyond ?? cell.name, format, known: known.join(', ') });
}

const isNetwork = (format: ExportFormat): format is (typeof networkFormats)[number] =>
  networkFormats.some((network) => network === format);

/** What a network has besides symbols, cells and a decoder. */
function partBeyond({ images, sourceVocabulary, condition }: ModelConfig): string | undefined {
  if (images !== undefined) return 'images';
  if (sourceVocabulary !== undefined) return 'encoder-decoder';
  return condition === undefined ? undefined : 'condition';
}
