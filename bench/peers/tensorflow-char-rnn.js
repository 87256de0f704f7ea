/** TensorFlow.js' part in the benchmark: the same LSTM on one-hot input, on its CPU backend, which npm alone gives. */
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';

console.warn = () => undefined;
console.info = () => undefined;
const tf = await import('@tensorflow/tfjs');
await tf.setBackend('cpu');

const { vocabulary: V, hidden, layers, batch: B, seq: T } = JSON.parse(process.argv[2]);
const model = tf.sequential();
for (let k = 0; k < layers; k++) {
  const units = { units: hidden, returnSequences: true };
  model.add(tf.layers.lstm(k === 0 ? { ...units, inputShape: [T, V] } : units));
}
model.add(tf.layers.timeDistributed({ layer: tf.layers.dense({ units: V, activation: 'softmax' }) }));
model.compile({ optimizer: tf.train.rmsprop(2e-3, 0.95), loss: 'categoricalCrossentropy' });

async function step() {
  const ids = () =>
    tf.tensor1d(
      Int32Array.from({ length: B * T }, () => Math.random() * V),
      'int32',
    );
  const oneHot = () => tf.tidy(() => tf.oneHot(ids(), V).toFloat().reshape([B, T, V]));
  const [x, y] = [oneHot(), oneHot()];
  await model.trainOnBatch(x, y);
  tf.dispose([x, y]);
  return B * T;
}

console.log('ready');
for await (const _ of createInterface({ input: process.stdin })) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const characters = await step();
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - start) / 1000;
  console.log(JSON.stringify({ characters, seconds, cpuSeconds: (user + system) / 1e6 }));
}
