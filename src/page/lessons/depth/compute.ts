import { countParams } from '../../../core/params.js';
import type { ModelConfig } from '../../../core/snapshot.js';
import { parametersOf } from '../../../model/shapes.js';
import { corpusFromText } from '../../../text/corpus.js';
import { encode } from '../../../text/tokens.js';
import { createLearner, plain } from '../learner.js';
import type { World } from '../lesson.js';
import { createProse } from '../prose.js';
import { LAYERS, STEPS, type DepthFrame, type DepthOf, type DepthSettings } from './frame.js';

const [T, B] = [32, 32];
const EVERY = 50;
const RATES: ReadonlyMap<string, number> = new Map([
  ['rnn', 3e-3],
  ['lstm', 1e-2],
]);

/** Networks of one layer to four, with as many weights, on the same prose. */
export function* compareDepths(
  settings: DepthSettings,
  { backend, prose: text }: World,
): Generator<DepthFrame> {
  const { vocabulary } = corpusFromText(text);
  const prose = createProse(encode(text, vocabulary), T, B);
  const { cell, seed, work } = settings;
  const done: DepthOf[] = [];
  for (const layers of LAYERS) {
    const base = { ...plain, cell, layers, vocabulary: vocabulary.size };
    const hidden = widest(base, 1000 * settings.parameters);
    const config: ModelConfig = { ...base, hidden };
    const { engine, batch, step } = createLearner(config, backend, { T, B, seed });
    const network = { layers, hidden, parameters: countParams(engine.params.table) };
    const losses: [number, number][] = [];
    const steps = Math.round(work * STEPS);
    for (let n = 0; n <= steps; n++) {
      if (n % EVERY === 0 || n === steps) {
        losses.push([n, prose.evaluate(engine, batch)]);
        yield { networks: [...done, { ...network, losses: [...losses] }] };
      }
      prose.fill(batch, n);
      step(RATES.get(cell)!);
    }
    done.push({ ...network, losses });
  }
}

/** The most units with which a network has no more than so many weights. */
function widest(config: Omit<ModelConfig, 'hidden'>, most: number): number {
  let hidden = 1;
  const count = (hidden: number): number => parametersOf({ ...config, hidden });
  while (count(hidden + 1) <= most) hidden++;
  return hidden;
}
