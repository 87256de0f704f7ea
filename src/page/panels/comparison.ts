import type { TrainOptions } from '../../train/options.js';
import type { Client } from '../client.js';
import { byId, count } from '../elements.js';
import type { Baselines, NamedText } from '../protocol.js';
import { choicesOf } from '../wording.js';

/** What the loss is compared with, and what it means in words. */
export interface Comparison {
  /** Measures the baselines of a text that a training of these options begins with. */
  begin(text: NamedText, options: TrainOptions): void;
  /** The loss in nats per character, on held-out text or, before the first evaluation, in training. */
  show(loss: number, heldOut: boolean): void;
  clear(): void;
}

/** `counter` is a worker for this alone: counting takes seconds. `measured` is called with the baselines. */
export function createComparison(
  counter: Client,
  measured: (baselines: Baselines | null) => void,
): Comparison {
  let baselines: Baselines | null = null;
  let last: { readonly loss: number; readonly heldOut: boolean } | null = null;

  function update(): void {
    byId('loss-words').textContent = last === null ? '' : inWords(last.loss, last.heldOut, baselines);
  }

  function set(next: Baselines | null): void {
    baselines = next;
    measured(next);
    update();
  }

  counter.on('baselines', ({ baselines }) => {
    counter.stop();
    set(baselines);
  });
  return {
    begin(text, options) {
      counter.restart();
      counter.send({ type: 'baselines', text, options });
    },
    show(loss, heldOut) {
      if (!heldOut && last?.heldOut) return;
      last = { loss, heldOut };
      update();
    },
    clear() {
      counter.stop();
      last = null;
      set(null);
    },
  };
}

/** `On held-out text it is as sure as if it chose among 4.6 characters; ...`. */
export function inWords(loss: number, heldOut: boolean, baselines: Baselines | null): string {
  const where = heldOut ? 'On held-out text' : 'On the text it learns';
  const network = `${where} it is as sure as if it chose among ${choicesOf(loss)} characters`;
  if (baselines === null) return `${network}.`;
  const { guessing, ngram } = baselines;
  const all = count(Math.exp(guessing));
  const seen = ngram.context === 1 ? '1 character' : `${ngram.context} characters`;
  const others = `counting what follows ${seen}, among ${choicesOf(ngram.loss)}; guessing, among ${all}`;
  return `${network}; ${others}.`;
}
