import type { Memory } from '../core/memory.js';
import { BATCH_WORDS, readBatch, writeBatch, type BatchSizes } from './batch-words.js';
import type { Outcome } from '../model/loss.js';
import type { EngineBatch } from './engine.js';

/** The commands of replicas. The batch is that of all replicas together. */
export type Command =
  | {
      readonly kind: 'step';
      readonly batch: EngineBatch;
      readonly scale: number;
      readonly dropoutKey: number | undefined;
    }
  | { readonly kind: 'evaluate'; readonly batch: EngineBatch; readonly fresh: boolean }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'end' };

const kinds = ['step', 'evaluate', 'refresh', 'end'] as const;

/** 32-bit words: commands sent, replicas that have executed the last, replicas that failed; then the command itself. */
const [SENT, DONE, FAILED, KIND, FRESH, KEYED, KEY, BATCH] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const WORDS = 2 * Math.ceil((BATCH + BATCH_WORDS) / 2); // even: the outcomes that follow have 8 bytes each
/** Numbers of an outcome: nats, and its tally. */
const OUTCOME = 3;
/** Milliseconds between two checks whether a worker has died. */
const PATIENCE = 1000;

/**
 * Commands from one thread to the others, and their outcomes, in a few words of the memory that all share. Waiting and
 * waking are those of Atomics, so no thread spins.
 */
interface CommandMailbox {
  /** Byte offset in the memory, by which workers find it. */
  readonly at: number;
  /** Writes a command and wakes the workers. */
  send(command: Command): void;
  /** Sleeps until `count` replicas have executed the last command. Throws when one of them failed. */
  waitForAll(count: number): void;
  /** In a worker: sleeps until more than `executed` commands have been sent; returns how many. */
  waitForCommand(executed: number): number;
  /** The last command sent. */
  read(sizes: BatchSizes): Command;
  /** In worker number `index`: reports the outcome of the last command. */
  report(index: number, outcome: Outcome): void;
  /** In a worker: reports that it cannot continue. */
  fail(): void;
  /** What worker number `index` reported. */
  outcome(index: number): Outcome;
}

/** The mailbox at byte `at` of the memory, or a new one, for `count` replicas. */
export function createCommandMailbox(
  memory: Memory,
  count: number,
  at = memory.ids(WORDS + 2 + 2 * OUTCOME * count).byteOffset,
): CommandMailbox {
  const wasm = memory.wasm!;
  const words = new Int32Array(wasm.buffer, at, WORDS);
  const batchWords = words.subarray(BATCH);
  const numbers = new Float64Array(wasm.buffer, at + WORDS * 4, 1 + OUTCOME * count);

  return {
    at,
    send(command) {
      words[KIND] = kinds.indexOf(command.kind);
      if ('batch' in command) writeBatch(batchWords, command.batch);
      if (command.kind === 'evaluate') words[FRESH] = +command.fresh;
      if (command.kind === 'step') {
        numbers[0] = command.scale;
        words[KEYED] = +(command.dropoutKey !== undefined);
        words[KEY] = command.dropoutKey ?? 0;
      }
      Atomics.store(words, DONE, 0);
      increment(words, SENT, SENT);
    },
    read(sizes) {
      const kind = kinds[words[KIND]!]!;
      if (kind === 'refresh' || kind === 'end') return { kind };
      const batch = readBatch(batchWords, wasm, sizes);
      if (kind === 'evaluate') return { kind, batch, fresh: words[FRESH] === 1 };
      const dropoutKey = words[KEYED] === 1 ? words[KEY]! : undefined;
      return { kind, batch, scale: numbers[0]!, dropoutKey };
    },
    waitForAll: (wanted) => waitForAll(words, wanted),
    waitForCommand(executed) {
      // a late wake-up may be for a command that was executed already
      while (Atomics.load(words, SENT) === executed) Atomics.wait(words, SENT, executed);
      return Atomics.load(words, SENT);
    },
    report(index, { nats, tally }) {
      numbers.set([nats, ...tally], 1 + OUTCOME * index);
      increment(words, DONE, DONE);
    },
    fail: () => increment(words, FAILED, DONE),
    outcome(index) {
      const from = 1 + OUTCOME * index;
      return { nats: numbers[from]!, tally: [numbers[from + 1]!, numbers[from + 2]!] };
    },
  };
}

/** Adds 1 to a word and wakes the threads that wait for `waking`. */
function increment(words: Int32Array, word: number, waking: number): void {
  Atomics.add(words, word, 1);
  Atomics.notify(words, waking);
}

function waitForAll(words: Int32Array, wanted: number): void {
  for (;;) {
    if (Atomics.load(words, FAILED) > 0) throw new Error('a training thread has ended unexpectedly');
    const done = Atomics.load(words, DONE);
    if (done === wanted) return;
    Atomics.wait(words, DONE, done, PATIENCE);
  }
}
