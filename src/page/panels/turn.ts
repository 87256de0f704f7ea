import type { Client } from '../client.js';
import { buttonById, byId, count } from '../elements.js';
import { turnOf, type Evaluated } from './turning.js';

/** Says when the held-out loss turns, and offers the weights of that evaluation. */
export interface Turn {
  add(evaluated: Evaluated): void;
  clear(): void;
}

export function createTurn(client: Client): Turn {
  let evaluations: Evaluated[] = [];

  function show(): void {
    const turn = turnOf(evaluations);
    byId('turn').hidden = turn === null;
    if (turn === null) return;
    byId('turn-words').textContent =
      `The held-out loss turned at step ${count(turn.step)}, after ${turn.epoch.toFixed(1)} passes over the text ` +
      `(${turn.loss.toFixed(3)}). What is learned since is this text, not the language it is written in. ` +
      `The network of that step is kept.`;
  }

  buttonById('return').addEventListener('click', () => client.send({ type: 'best' }));
  return {
    add(evaluated) {
      evaluations.push(evaluated);
      show();
    },
    clear() {
      evaluations = [];
      show();
    },
  };
}
