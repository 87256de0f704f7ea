import { chooseBackend, createLoss, createModel, createRng, type ModelConfig } from 'char-rnn-ts/in-memory';

// One training step by hand, as train/engine.ts does it: min-char-rnn, without the framework around it.

const { kernels, memory } = await chooseBackend('js');
const [V, T, B] = [4, 8, 1];
const config: ModelConfig = {
  cell: 'rnn',
  hidden: 16,
  layers: 1,
  embedding: 0,
  dropout: 0,
  recurrentBias: false,
  vocabulary: V,
};
const model = createModel(config, { kernels, memory, T, B, training: true });
const loss = createLoss(kernels, memory, { T, B, V });
const { weights, gradients } = model.params;

const rng = createRng(1);
for (let i = 0; i < weights.length; i++) weights[i] = 0.1 * rng.normal();
model.refresh();

// "hello hello" as ids: h 0, e 1, l 2, o 3
const ids = [0, 1, 2, 2, 3, 0, 1, 2, 2];
const x = model.createInput();
const y = model.createInput();
x.set(ids.slice(0, T));
y.set(ids.slice(1));
const mask = memory.floats(T * B).fill(1);

const memories = memory.floats(weights.length);
for (let step = 0; step <= 100; step++) {
  const state = model.createState();
  const logits = model.forward(x, state, { T });
  const nats = loss.apply(logits, { y, mask, T }, 1); // turns the logits into their gradient
  if (step % 20 === 0) console.log(`step ${step}: ${(nats / T).toFixed(3)} nats per character`);
  gradients.fill(0);
  model.backward(logits, model.createState(), { T });
  kernels.adagrad(weights.length, weights, gradients, memories, 0.1, 1e-8);
  model.refresh();
}
