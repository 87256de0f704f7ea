import { userError } from '../core/errors.js';
import type { State } from '../layers/layer.js';
import { weightsOf } from '../core/params.js';
import { parameterName } from '../layers/cell.js';
import type { TextReport } from './cells-report.js';
import { backwardModel, gradientNorms, readAnchors } from './gradients.js';
import { stepSpectra } from './jacobian.js';
import { spreadBlocks } from './sampling.js';
import { singularValues } from './spectrum.js';
import type { Subject } from './subject.js';

/** Distances in time; the last decides how large a window is needed. */
const DISTANCES = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128];
const MOST = 128;
const ANCHORS = 32;
/** Of the gradient one step back: below the first nothing useful arrives, above the second it grows. */
const FADED = 0.01;
const GROWN = 10;
/** How far a gradient has to reach before it is not called vanishing. */
const NEAR = 32;

/** How far back errors are felt, and what the weights have to do with it. */
export interface FlowReport {
  readonly view: 'flow';
  readonly text: TextReport;
  readonly layers: readonly LayerFlow[];
}

export interface LayerFlow {
  readonly layer: number;
  /** Mean norm of ∂L_t/∂(state at t − k): h, and for an LSTM also c. */
  readonly points: readonly { readonly k: number; readonly h: number; readonly c: number | null }[];
  /** The largest k at which the norm (of c, where there is one) is still 1 % of that at k = 1. */
  readonly reach: number;
  readonly says: 'vanishing' | 'exploding' | 'balanced';
  /** Singular values of W_hh [G·H, H], largest first. */
  readonly recurrent: readonly number[];
  /** Singular values of one step's Jacobian ∂state_t/∂state_{t−1}, a mean over a few places in the text. */
  readonly step: readonly number[];
}

/** Gradients of the loss at 32 places of the text, followed up to 128 steps back; spectra of the recurrence. */
export function viewFlow(subject: Subject): FlowReport {
  const { model, text } = subject;
  const length = text.ids.length;
  if (length < 3 * MOST)
    throw userError('inspect/short', { name: text.name, characters: length, least: 3 * MOST });
  const anchors = spreadBlocks({ from: MOST, to: length - 1 }, ANCHORS, 1).map(({ from }) => from);
  const twin = backwardModel(subject, MOST, ANCHORS);
  const states = readAnchors(twin, text.ids, anchors, DISTANCES);
  const norms = DISTANCES.map((k, i) => gradientNorms(subject, twin, anchors, k, states[i]!));
  const { hidden } = model.config;
  const spectra = stepSpectra(subject, firstRows(states[0]!, hidden));
  return {
    view: 'flow',
    text: { name: text.name, characters: length },
    layers: model.layers.map((_, layer) => {
      const points = DISTANCES.map((k, i) => ({
        k,
        h: norms[i]![`h_l${layer}`]!,
        c: norms[i]![`c_l${layer}`] ?? null,
      }));
      return {
        layer: layer + 1,
        points,
        ...judge(points.map(({ h, c }) => c ?? h)),
        recurrent: recurrentSpectrum(model, layer),
        step: spectra[layer]!,
      };
    }),
  };
}

/** Of W_hh [G·H, H]; empty for a cell without a recurrent product. */
function recurrentSpectrum({ params, config }: Subject['model'], layer: number): number[] {
  const name = parameterName('weight_hh', layer);
  const slot = params.table.get(name);
  if (slot === undefined) return [];
  const values = singularValues(weightsOf(params, name), slot.length / config.hidden, config.hidden);
  return Array.from(values);
}

function judge(norms: readonly number[]): Pick<LayerFlow, 'reach' | 'says'> {
  const relative = norms.map((norm) => norm / norms[0]!);
  const reach = DISTANCES[relative.findLastIndex((r) => r >= FADED)] ?? 1;
  const says = relative.some((r) => r > GROWN) ? 'exploding' : reach < NEAR ? 'vanishing' : 'balanced';
  return { reach, says };
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
