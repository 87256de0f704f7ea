import type { Memory } from '../core/memory.js';
import type { EngineBatch, Outcome } from './engine.js';

/** What replicas execute. The batch is that of all of them together. */
export type Order =
  | {
      readonly kind: 'step';
      readonly batch: EngineBatch;
      readonly scale: number;
      readonly dropoutKey: number | undefined;
    }
  | { readonly kind: 'evaluate'; readonly batch: EngineBatch; readonly fresh: boolean }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'end' };

/** Lengths of the arrays of a batch: T·B places, B rows of `condition` numbers. */
export interface BatchSizes {
  readonly places: number;
  readonly rows: number;
  readonly condition: number;
}

const kinds = ['step', 'evaluate', 'refresh', 'end'] as const;

/** The places of the 32-bit words. TURN counts the orders given, DONE the replicas that have carried one out. */
const [TURN, DONE, FAILED, KIND, FRESH, KEYED, KEY] = [0, 1, 2, 3, 4, 5, 6] as const;
/** Those of the batch: steps, and the byte offset of each array, 0 where there is none. */
const [T, X, Y, MASK, STARTS, CONDITION] = [7, 8, 9, 10, 11, 12] as const;
const [SOURCE_T, SOURCE_X, SOURCE_STARTS] = [13, 14, 15] as const;
const WORDS = 16;
/** Numbers of an answer: nats, hits, exact. */
const ANSWER = 3;
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
  /** The last order given. */
  read(sizes: BatchSizes): Order;
  /** In worker number `index`: the order is executed, with that outcome. */
  answer(index: number, outcome: Outcome): void;
  /** In a worker: it cannot continue. */
  fail(): void;
  /** What worker number `index` answered. */
  outcome(index: number): Outcome;
}

/** The board at byte `at` of the memory, or a new one. `count` is the number of replicas. */
export function createCommandMailbox(
  memory: Memory,
  count: number,
  at = memory.ids(WORDS + 2 + 2 * ANSWER * count).byteOffset,
): CommandMailbox {
  const wasm = memory.wasm!;
  const words = new Int32Array(wasm.buffer, at, WORDS);
  const numbers = new Float64Array(wasm.buffer, at + WORDS * 4, 1 + ANSWER * count);

  function give(order: Order): void {
    words[KIND] = kinds.indexOf(order.kind);
    if ('batch' in order) giveBatch(order.batch);
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

  function giveBatch({ T: steps, x, y, mask, starts, condition, source }: EngineBatch): void {
    words[T] = steps;
    words[X] = x.byteOffset;
    words[Y] = y.byteOffset;
    words[MASK] = mask.byteOffset;
    words[STARTS] = starts?.byteOffset ?? 0;
    words[CONDITION] = condition?.byteOffset ?? 0;
    words[SOURCE_T] = source?.T ?? 0;
    words[SOURCE_X] = source?.x.byteOffset ?? 0;
    words[SOURCE_STARTS] = source?.starts.byteOffset ?? 0;
  }

  function readBatch({ places, rows, condition }: BatchSizes): EngineBatch {
    wasm.grow(0); // the batch may lie in pages that another thread has added since: take notice of them
    const ids = (word: number, length: number) => new Int32Array(wasm.buffer, words[word], length);
    const floats = (word: number, length: number) => new Float32Array(wasm.buffer, words[word], length);
    const hasSource = words[SOURCE_T]! > 0;
    return {
      ...{ T: words[T]!, x: ids(X, places), y: ids(Y, places), mask: floats(MASK, places) },
      ...(words[STARTS] !== 0 && { starts: ids(STARTS, rows) }),
      ...(words[CONDITION] !== 0 && { condition: floats(CONDITION, rows * condition) }),
      ...(hasSource && {
        source: { T: words[SOURCE_T]!, x: ids(SOURCE_X, places), starts: ids(SOURCE_STARTS, rows) },
      }),
    };
  }

  function read(sizes: BatchSizes): Order {
    const kind = kinds[words[KIND]!]!;
    if (kind === 'refresh' || kind === 'end') return { kind };
    const batch = readBatch(sizes);
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
    answer(index, { nats, hits, exact }) {
      numbers.set([nats, hits, exact], 1 + ANSWER * index);
      wake(DONE);
    },
    fail: () => wake(FAILED),
    outcome(index) {
      const at = 1 + ANSWER * index;
      return { nats: numbers[at]!, hits: numbers[at + 1]!, exact: numbers[at + 2]! };
    },
  };
}
