import { userError } from '../../../core/errors.js';
import type { State } from '../../../layers/layer.js';
import { weightsOf } from '../../../core/params.js';
import { parameterName } from '../../../layers/cell.js';
import { spreadBlocks } from '../../forward/record.js';
import type { Subject } from '../../forward/subject.js';
import { defineView } from '../view.js';
import { backwardModel, gradientNorms, readAnchors } from '../../flow/gradients.js';
import { stepSpectra } from '../../flow/jacobian.js';
import { blocks, rows, type FlowReport, type LayerFlow } from './report.js';
import { singularValues } from '../../flow/spectrum.js';
import { textReport } from '../text-report.js';

/** Distances in time; the last decides how large a window is needed. */
const DISTANCES = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128];
const MOST = 128;
const ANCHORS = 32;
/** Relative to the gradient one step back: below the first it has vanished, above the second it grows. */
const FADED = 0.01;
const GROWN = 10;
/** The distance that a gradient must reach not to count as vanishing. */
const NEAR = 32;

/** Gradients of the loss at 32 places of the text, followed up to 128 steps back; spectra of the recurrence. */
export const flow = defineView<FlowReport>({
  name: 'flow',
  takes: [],
  compute: async (inspection) => viewFlow(await inspection.subject()),
  blocks,
  rows,
  section: { title: 'Flow', always: true },
});

async function viewFlow(subject: Subject): Promise<FlowReport> {
  const { model, text, pace } = subject;
  const length = text.ids.length;
  if (length < 3 * MOST)
    throw userError('inspect/short', {
      name: text.name,
      what: 'characters',
      characters: length,
      least: 3 * MOST,
    });
  const anchors = spreadBlocks({ from: MOST, to: length - 1 }, ANCHORS, 1).map(({ from }) => from);
  const backward = backwardModel(subject, MOST, ANCHORS);
  const states = readAnchors(backward, text.ids, anchors, DISTANCES);
  const norms: Record<string, number>[] = [];
  for (const [i, k] of DISTANCES.entries()) {
    norms.push(gradientNorms(subject, backward, anchors, k, states[i]!));
    await pace.pause();
  }
  const { hidden } = model.config;
  const spectra = await stepSpectra(subject, firstRows(states[0]!, hidden));
  const layers: LayerFlow[] = [];
  for (const layer of model.layers.keys()) {
    const points = DISTANCES.map((k, i) => ({
      k,
      h: norms[i]![`h_l${layer}`]!,
      c: norms[i]![`c_l${layer}`] ?? null,
    }));
    layers.push({
      layer: layer + 1,
      points,
      ...judge(points.map(({ h, c }) => c ?? h)),
      recurrent: await recurrentSpectrum(subject, layer),
      step: spectra[layer]!,
    });
  }
  return { view: 'flow', text: textReport(text, length), layers };
}

/** Of W_hh [G·H, H]; empty for a cell without a recurrent product. */
async function recurrentSpectrum({ model, pace }: Subject, layer: number): Promise<number[]> {
  const { params, config } = model;
  const name = parameterName('weight_hh', layer);
  const slot = params.table.get(name);
  if (slot === undefined) return [];
  const values = await singularValues(
    weightsOf(params, name),
    slot.length / config.hidden,
    config.hidden,
    pace,
  );
  return Array.from(values);
}

function judge(norms: readonly number[]): Pick<LayerFlow, 'reach' | 'verdict'> {
  const relative = norms.map((norm) => norm / norms[0]!);
  const reach = DISTANCES[relative.findLastIndex((r) => r >= FADED)] ?? 1;
  const verdict = relative.some((r) => r > GROWN) ? 'exploding' : reach < NEAR ? 'vanishing' : 'balanced';
  return { reach, verdict };
}

/** The state of the first few anchors alone. */
function firstRows(state: State, hidden: number): Record<string, Float32Array>[] {
  return [0, 1, 2, 3].map((row) =>
    Object.fromEntries(
      Object.entries(state).map(([name, values]) => [
        name,
        Float32Array.from(values.subarray(row * hidden, (row + 1) * hidden)),
      ]),
    ),
  );
}
