import { expect } from 'chai';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { createSharedMemory } from '../../src/core/memory.js';
import { createCommandMailbox } from '../../src/train/mailbox.js';

/** A replica that only counts: its outcome of each command is how many it has executed. */
const counting = `
  import { parentPort, workerData } from 'node:worker_threads';
  const { createSharedMemory } = await import(workerData.memory);
  const { createCommandMailbox } = await import(workerData.mailbox);
  const mailbox = createCommandMailbox(createSharedMemory(workerData.wasm), 2, workerData.at);
  parentPort.postMessage('ready');
  for (let sent = 0, executed = 0; ; ) {
    sent = mailbox.waitForCommand(sent);
    if (mailbox.read({ places: 0, rows: 0, condition: 0 }).kind === 'end') break;
    mailbox.report(1, { nats: ++executed, tally: [2, 3] });
  }`;

describe('the command mailbox', () => {
  it('lets no command be executed twice, however late or often it is woken', async () => {
    const memory = createSharedMemory();
    const mailbox = createCommandMailbox(memory, 2);
    const here = (file: string) => new URL(`../../src/${file}.js`, import.meta.url).href;
    const files = { memory: here('core/memory'), mailbox: here('train/mailbox') };
    const url = new URL(`data:text/javascript,${encodeURIComponent(counting)}`);
    const worker = new Worker(url, { workerData: { ...files, wasm: memory.wasm, at: mailbox.at } });
    await new Promise((resolve) => worker.once('message', resolve));
    const words = new Int32Array(memory.wasm!.buffer, mailbox.at, 1);
    for (let command = 1; command <= 5; command++) {
      mailbox.send({ kind: 'refresh' });
      mailbox.waitForAll(1);
      expect(mailbox.outcome(1)).to.deep.equal({ nats: command, tally: [2, 3] });
      // once it sleeps again, it can be woken
      while (Atomics.notify(words, 0) === 0) await pause(1);
    }
    mailbox.send({ kind: 'end' });
    await new Promise((resolve) => worker.once('exit', resolve));
  });
});
