import { expect } from 'chai';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { createSharedMemory } from '../../src/core/memory.js';
import { createCommandMailbox } from '../../src/train/mailbox.js';

/** A replica that only counts: its answer to each order is how many it has carried out. */
const counting = `
  import { parentPort, workerData } from 'node:worker_threads';
  const { createSharedMemory } = await import(workerData.memory);
  const { createCommandMailbox } = await import(workerData.mailbox);
  const board = createCommandMailbox(createSharedMemory(workerData.wasm), 2, workerData.at);
  parentPort.postMessage('ready');
  for (let turn = 0, carriedOut = 0; ; ) {
    turn = board.waitForCommand(turn);
    if (board.read({ places: 0, rows: 0, condition: 0 }).kind === 'end') break;
    board.answer(1, { nats: ++carriedOut, hits: 2, exact: 3 });
  }`;

describe('the command mailbox', () => {
  it('lets no command be executed twice, however late or often its call comes', async () => {
    const memory = createSharedMemory();
    const board = createCommandMailbox(memory, 2);
    const here = (file: string) => new URL(`../../src/${file}.js`, import.meta.url).href;
    const files = { memory: here('core/memory'), mailbox: here('train/mailbox') };
    const url = new URL(`data:text/javascript,${encodeURIComponent(counting)}`);
    const worker = new Worker(url, { workerData: { ...files, wasm: memory.wasm, at: board.at } });
    await new Promise((resolve) => worker.once('message', resolve));
    const words = new Int32Array(memory.wasm!.buffer, board.at, 1);
    for (let order = 1; order <= 5; order++) {
      board.give({ kind: 'refresh' });
      board.waitForAll(1);
      expect(board.outcome(1)).to.deep.equal({ nats: order, hits: 2, exact: 3 });
      await pause(20); // it sleeps again
      Atomics.notify(words, 0);
      await pause(20);
    }
    board.give({ kind: 'end' });
    await new Promise((resolve) => worker.once('exit', resolve));
  });
});
