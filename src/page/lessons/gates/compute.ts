import { gradientsOf, weightsOf, type Params } from '../../../core/params.js';
import type { ModelConfig } from '../../../core/snapshot.js';
import type { Batch } from '../../../data/batch.js';
import { cellNamed } from '../../../layers/cells.js';
import { parameterName } from '../../../layers/cell.js';
import { createModel, type LanguageModel } from '../../../model/language-model.js';
import { encode } from '../../../text/tokens.js';
import { corpusFromText } from '../../../text/corpus.js';
import type { World } from '../lesson.js';
import { createLearner, plain, type Learner } from '../learner.js';
import { createProse, type Prose } from '../prose.js';
import { STEPS, type GateOf, type GatesFrame, type GatesSettings } from './frame.js';

const [T, B, HIDDEN] = [32, 32, 48];
const RATE = 0.01;
const EVERY = 50;
/** A bias with which a sigmoid is 1 in float32, whatever else is 0. */
const OPEN = 100;
const lstm = cellNamed('lstm');

/** Four trainings from one seed on the same text: as it is, and without each of the gates. */
export function* removeGates(settings: GatesSettings, world: World): Generator<GatesFrame> {
  const { vocabulary } = corpusFromText(world.prose);
  const prose = createProse(encode(world.prose, vocabulary), T, B);
  const done: GateOf[] = [];
  for (const without of [null, 'f', 'i', 'o'] as const) {
    let last: GateOf | undefined;
    for (last of trainWithout(without, { prose, V: vocabulary.size }, settings, world))
      yield { trainings: [...done, last] };
    done.push(last!);
  }
}

function* trainWithout(
  without: GateOf['without'],
  { prose, V }: { readonly prose: Prose; readonly V: number },
  { from, seed, work }: GatesSettings,
  { backend }: World,
): Generator<GateOf> {
  const config: ModelConfig = { ...plain, cell: 'lstm', hidden: HIDDEN, vocabulary: V };
  let isOut = false;
  const learner = createLearner(config, backend, {
    T,
    B,
    seed,
    adjust: () => void (isOut && clearGradient(learner, without!)),
  });
  const { batch, engine } = learner;
  const { kernels, memory } = backend;
  const reader = createModel(config, { kernels, memory, T, B, training: false, params: engine.params });
  const [losses, sizes]: [[number, number][], [number, number][]] = [[], []];
  const steps = Math.round(work * STEPS);
  for (let step = 0; step <= steps; step++) {
    if (step % EVERY === 0 || step === steps) {
      losses.push([step, prose.evaluate(engine, batch)]);
      sizes.push([step, sizeOfCells(reader, prose, batch)]);
      yield { without, losses: [...losses], sizes: [...sizes] };
    }
    isOut = without !== null && step >= from;
    if (isOut) openGate(learner, without!);
    prose.fill(batch, step);
    learner.step(RATE);
  }
}

/** The gate is 1: its weights are 0, its bias is large. */
export function openGate({ engine }: Learner, gate: string): void {
  for (const { name, from, to } of partsOf(gate, engine.params))
    weightsOf(engine.params, name).fill(name.includes('bias_ih') ? OPEN : 0, from, to);
  engine.refresh();
}

function clearGradient({ engine }: Learner, gate: string): void {
  for (const { name, from, to } of partsOf(gate, engine.params))
    gradientsOf(engine.params, name).fill(0, from, to);
}

/** Where the parameters of a gate are: H rows of each matrix and bias. */
function partsOf(gate: string, { table }: Params): { name: string; from: number; to: number }[] {
  const n = lstm.gates.findIndex(({ symbol }) => symbol === gate);
  const names = Object.keys(lstm.parameters(1, 1)).map((name) => parameterName(name, 0));
  return names.map((name) => {
    const rows = table.get(name)!.length / lstm.gates.length;
    return { name, from: n * rows, to: (n + 1) * rows };
  });
}

/** Mean |c| over windows of the held-out part. */
function sizeOfCells(model: LanguageModel, prose: Prose, batch: Batch): number {
  model.refresh();
  const state = model.createState();
  let [sum, count] = [0, 0];
  for (let window = 0; window < prose.heldOut; window++) {
    prose.fillHeldOut(batch, window);
    model.forward(batch.x, state, { T });
    for (const value of state['c_l0']!) sum += Math.abs(value);
    count += B * HIDDEN;
  }
  return sum / count;
}
