import { createRng } from '../../src/core/rng.js';
import type { ModelConfig, Snapshot, Tensor } from '../../src/core/snapshot.js';
import { modelShapes } from '../../src/model/shapes.js';

/** An untrained model whose symbols are letters from 'a' on, with weights N(0, deviation²). */
export function randomSnapshot(
  model: Partial<ModelConfig> & Pick<ModelConfig, 'cell'>,
  { seed = 1, deviation = 0.5 } = {},
): Snapshot {
  const config: ModelConfig = {
    hidden: 5,
    layers: 1,
    embedding: 0,
    dropout: 0,
    recurrentBias: true,
    vocabulary: 7,
    ...model,
  };
  const rng = createRng(seed);
  const weights = new Map<string, Tensor>();
  for (const { name, shape } of modelShapes(config)) {
    const length = shape.reduce((product, n) => product * n, 1);
    weights.set(name, { shape, data: Float32Array.from({ length }, () => rng.normal() * deviation) });
  }
  const symbols = Array.from({ length: config.vocabulary }, (_, i) => String.fromCodePoint(97 + i));
  const labels = Array.from({ length: config.outputs ?? 0 }, (_, i) => `label ${i}`);
  return {
    model: config,
    vocabulary: { tokens: 'chars', symbols },
    ...(config.outputs !== undefined && { labels }),
    weights,
  };
}
