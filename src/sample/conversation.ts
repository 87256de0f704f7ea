import type { Ids } from '../core/floats.js';
import { createRng, restoreRng, type Rng } from '../core/rng.js';
import type { Clamp, State } from '../layers/layer.js';
import type { LanguageModel } from '../model/language-model.js';
import { createChooser, type Choice, type Draw } from './choice.js';
import { createHistory } from './repetition.js';

/** A place in a conversation to return to: the network's state, its logits and the generator's state. */
export interface Mark {
  readonly state: Readonly<Record<string, ArrayLike<number>>>;
  readonly logits: Float32Array;
  readonly rng: readonly number[];
  /** Symbols read. */
  readonly length: number;
}

/** A network that reads and writes in turns, its state carried from one to the next. */
export interface Conversation {
  choice: Choice;
  clamps: readonly Clamp[];
  /** Restarts the draws with another seed. */
  seed(seed: number): void;
  /** Reads one symbol. */
  read(id: number): void;
  /** Draws a symbol without reading it. The draw is valid until the next one. */
  draw(): Draw;
  mark(): Mark;
  restore(mark: Mark): void;
  /** The model that read the last symbol: its layers' caches show its cells. */
  readonly model: LanguageModel;
}

/**
 * A conversation from `state`, which is copied. `model` draws; with clamps `exact` does, where it is another one: a
 * clamped value may lie far outside what 16 bits were scaled for.
 */
export function createConversation(
  models: { readonly model: LanguageModel; readonly exact: LanguageModel },
  start: State,
  choice: Choice,
  seed: number,
): Conversation {
  const V = models.model.config.vocabulary;
  const state = models.model.createState();
  for (const name in state) state[name]!.set(start[name]!);
  let logits = new Float32Array(V);
  let rng: Rng = createRng(seed);
  let choose = createChooser(V, choice);
  let current = choice;
  // what was read, of which the history is made again where the choice changes or a part is taken back
  let ids: number[] = [];
  let history = createHistory(choice);
  const remember = () => {
    history = createHistory(current);
    for (const id of ids) history?.add(id);
  };
  const x = models.model.createInput();

  return {
    clamps: [],
    get choice() {
      return current;
    },
    set choice(wanted) {
      current = wanted;
      choose = createChooser(V, wanted);
      remember();
    },
    get model() {
      return this.clamps.length > 0 ? models.exact : models.model;
    },
    seed: (wanted) => void (rng = createRng(wanted)),
    read(id) {
      x[0] = id;
      ids.push(id);
      history?.add(id);
      logits.set(this.model.forward(x, state, { T: 1, clamps: this.clamps }).step[0]!);
    },
    draw: () => choose(logits, rng, history),
    mark: () => ({
      state: Object.fromEntries(Object.entries(state).map(([name, values]) => [name, values.slice()])),
      logits: logits.slice(),
      rng: rng.state(),
      length: ids.length,
    }),
    restore(mark) {
      for (const name in state) state[name]!.set(mark.state[name]!);
      logits = mark.logits.slice();
      rng = restoreRng(mark.rng);
      ids = ids.slice(0, mark.length);
      remember();
    },
  };
}

/** Reads several symbols. */
export function readAll(conversation: Conversation, ids: Ids): void {
  for (const id of ids) conversation.read(id);
}
