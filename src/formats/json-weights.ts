import type { Snapshot } from '../core/snapshot.js';

/**
 * The model as one JSON document: { model, vocabulary, weights: { name: { shape, data } } }, with `labels` and `task`
 * where the model has them. Every number is the shortest decimal that rounds to the same float32, so reading it back
 * is exact.
 */
export function encodeJson({ model, vocabulary, labels, task, weights }: Snapshot): string {
  const tensors = Object.fromEntries(
    Array.from(weights, ([name, { shape, data }]) => [name, { shape, data: Array.from(data, shortest) }]),
  );
  return JSON.stringify({ model, vocabulary, labels, task, weights: tensors }) + '\n';
}

function shortest(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return rounded;
  }
  return Number(value.toPrecision(9));
}
