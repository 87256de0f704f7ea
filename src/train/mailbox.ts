import type { Floats, Ids } from '../core/floats.js';
import type { Memory } from '../core/memory.js';

/** The arrays [T, total] of the whole batch, and how many of its steps hold. */
export interface WholeBatch {
  readonly x: Ids;
  readonly y: Ids;
  readonly mask: Floats;
  readonly T: number;
}

/** What replicas are told to do. */
export type Order =
  | {
      readonly kind: 'step';
      readonly batch: WholeBatch;
      readonly scale: number;
      readonly dropoutKey: number | undefined;
    }
  | { readonly kind: 'evaluate'; readonly batch: WholeBatch; readonly fresh: boolean }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'end' };

const kinds = ['step', 'evaluate', 'refresh', 'end'] as const;

/** The places of the 32-bit words. TURN counts the orders given, DONE the replicas that have carried one out. */
const [TURN, DONE, FAILED, KIND, T, X, Y, MASK, FRESH, KEYED, KEY] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
] as const;
const WORDS = 16;
/** The largest time to wait before looking whether a worker has died, in ms. */
const PATIENCE = 1000;

/**
 * The board on which one thread writes orders and the others their answers: a few words of the memory that all
 * share. Arrays are named by their byte offset; waiting and waking are Atomics', so nobody runs idle.
 */
export interface CommandMailbox {
  /** Where it lies, for the workers to find it. */
  readonly at: number;
  /** Writes an order and wakes the others. */
  give(order: Order): void;
  /** Sleeps until `count` replicas have carried out the last order. Throws when one of them failed. */
  waitForAll(count: number): void;
  /** In a worker: sleeps until there is an order after number `turn`; returns the new number. */
  waitForCommand(turn: number): number;
  /** The last order given; `length` is that of the batch's arrays. */
  read(length: number): Order;
  /** In worker number `index`: the order is carried out, with that sum of nats. */
  answer(index: number, nats: number): void;
  /** In a worker: it cannot go on. */
  fail(): void;
  /** The sum of nats worker number `index` answered with. */
  nats(index: number): number;
}

/** The board at byte `at` of the memory, or a new one. `count` is the number of replicas. */
export function createCommandMailbox(
  memory: Memory,
  count: number,
  at = memory.ids(WORDS + 2 + 2 * count).byteOffset,
): CommandMailbox {
  const wasm = memory.wasm!;
  const words = new Int32Array(wasm.buffer, at, WORDS);
  const numbers = new Float64Array(wasm.buffer, at + WORDS * 4, 1 + count);

  function give(order: Order): void {
    words[KIND] = kinds.indexOf(order.kind);
    if ('batch' in order) {
      words[T] = order.batch.T;
      words[X] = order.batch.x.byteOffset;
      words[Y] = order.batch.y.byteOffset;
      words[MASK] = order.batch.mask.byteOffset;
    }
    if (order.kind === 'evaluate') words[FRESH] = +order.fresh;
    if (order.kind === 'step') {
      numbers[0] = order.scale;
      words[KEYED] = +(order.dropoutKey !== undefined);
      words[KEY] = order.dropoutKey ?? 0;
    }
    Atomics.store(words, DONE, 0);
    Atomics.add(words, TURN, 1);
    Atomics.notify(words, TURN);
  }

  function read(length: number): Order {
    const kind = kinds[words[KIND]!]!;
    if (kind === 'refresh' || kind === 'end') return { kind };
    wasm.grow(0); // the batch may lie in pages that another thread has added since: take notice of them
    const { buffer } = wasm;
    const batch: WholeBatch = {
      x: new Int32Array(buffer, words[X], length),
      y: new Int32Array(buffer, words[Y], length),
      mask: new Float32Array(buffer, words[MASK], length),
      T: words[T]!,
    };
    if (kind === 'evaluate') return { kind, batch, fresh: words[FRESH] === 1 };
    return { kind, batch, scale: numbers[0]!, dropoutKey: words[KEYED] === 1 ? words[KEY]! : undefined };
  }

  function waitForAll(wanted: number): void {
    for (;;) {
      if (Atomics.load(words, FAILED) > 0) throw new Error('a training thread has ended unexpectedly');
      const done = Atomics.load(words, DONE);
      if (done === wanted) return;
      Atomics.wait(words, DONE, done, PATIENCE);
    }
  }

  function waitForCommand(turn: number): number {
    // to be woken is not to be told: the call for an order already carried out may come late
    while (Atomics.load(words, TURN) === turn) Atomics.wait(words, TURN, turn);
    return Atomics.load(words, TURN);
  }

  function wake(word: number): void {
    Atomics.add(words, word, 1);
    Atomics.notify(words, DONE);
  }

  return {
    at,
    give,
    read,
    waitForAll,
    waitForCommand,
    answer(index, nats) {
      numbers[1 + index] = nats;
      wake(DONE);
    },
    fail: () => wake(FAILED),
    nats: (index) => numbers[1 + index]!,
  };
}
