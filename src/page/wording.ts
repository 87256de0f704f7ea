import { count } from './elements.js';
import type { Network } from './protocol.js';

/** `an LSTM of 128 units, 106,943 weights`; `an RNN of 2 layers of 64 units, 16,001 weights, in plain loops`. */
export function networkInWords({ config, parameters, backend }: Network): string {
  const { cell, layers, hidden } = config;
  const name = cell.toUpperCase();
  const units = `${count(hidden)} unit${hidden === 1 ? '' : 's'}`;
  const size = layers === 1 ? units : `${layers} layers of ${units}`;
  const plain = backend === 'js' ? ', in plain loops' : '';
  return `${articleOf(name)} ${name} of ${size}, ${count(parameters)} weights${plain}`;
}

/** An abbreviation is spoken letter by letter: an LSTM, an RNN. */
const articleOf = (name: string): string =>
  /^[AEFHILMNORSX][^AEIOU]/.test(name) || /^[AEIOU]/.test(name) ? 'an' : 'a';

/** Candidates of equal probability that leave the same uncertainty: e to the loss in nats. */
export function choicesOf(loss: number): string {
  const choices = Math.exp(loss);
  return choices < 100 ? choices.toFixed(1) : count(choices);
}
