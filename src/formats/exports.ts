import { userError } from '../core/errors.js';
import type { ModelConfig, Snapshot } from '../core/snapshot.js';
import type { Cell } from '../layers/cell.js';
import { cellNamed } from '../layers/cells.js';
import { onnxForm } from './onnx/forms.js';

/** The export formats. */
export const exportFormats = ['pytorch', 'onnx', 'npz', 'json', 'safetensors'] as const;

export type ExportFormat = (typeof exportFormats)[number];

/** The formats that contain a network and not only its weights. */
const networkFormats = ['pytorch', 'onnx'] as const;

/**
 * The cell of a network that is exported as a network. Throws export/network where the format cannot express the
 * cell, or what the network has besides symbols, cells and a decoder.
 */
export function cellForExport(model: ModelConfig, format: (typeof networkFormats)[number]): Cell {
  const cell = cellNamed(model.cell);
  const hasCell = { pytorch: cell.pytorch !== null, onnx: onnxForm(cell.name) !== undefined };
  const hasForm = (other: ExportFormat) =>
    !isNetwork(other) || (partBeyond(model, other) === undefined && hasCell[other]);
  if (hasForm(format)) return cell;
  const network = partBeyond(model, format) ?? cell.name;
  throw userError('export/network', { network, format, known: exportFormats.filter(hasForm).join(', ') });
}

const isNetwork = (format: ExportFormat): format is (typeof networkFormats)[number] =>
  networkFormats.some((network) => network === format);

/** What a network has that a format cannot express. */
function partBeyond(
  { images, sourceVocabulary, condition }: ModelConfig,
  format: (typeof networkFormats)[number],
): string | undefined {
  if (format === 'pytorch') return undefined;
  if (images?.network === 'captions') return 'captions';
  if (sourceVocabulary !== undefined) return 'encoder-decoder';
  return condition === undefined ? undefined : 'condition';
}

/** A model as JSON: the fields of its snapshot, each tensor as { shape, data }. Numbers are exact. */
export function encodeJson({ training: _, weights, ...described }: Snapshot): string {
  const plain = Array.from(weights, ([name, { shape, data }]) => [name, { shape, data: Array.from(data) }]);
  return JSON.stringify({ ...described, weights: Object.fromEntries(plain) }) + '\n';
}
