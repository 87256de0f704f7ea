/** brain.js' part in the benchmark: its recurrent LSTM of the same size, which learns one string of T characters at a time. */
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import brain from 'brain.js';

const { vocabulary: V, hidden, layers, seq: T } = JSON.parse(process.argv[2]);
const network = new brain.recurrent.LSTM({ hiddenLayers: Array(layers).fill(hidden) });
const symbols = Array.from({ length: V }, (_, i) => String.fromCharCode(48 + i));

function step() {
  network.train([symbols.join('').slice(0, T)], { iterations: 1, log: false });
  return T;
}

step();
console.log('ready');
for await (const _ of createInterface({ input: process.stdin })) {
  let characters = 0;
  const cpu = process.cpuUsage();
  const start = performance.now();
  do characters += step();
  while (performance.now() - start < 1000);
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - start) / 1000;
  console.log(JSON.stringify({ characters, seconds, cpuSeconds: (user + system) / 1e6 }));
}
