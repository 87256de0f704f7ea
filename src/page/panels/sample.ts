import type { Clamp } from '../../layers/layer.js';
import type { Client } from '../client.js';
import { buttonById, byId, inputById } from '../elements.js';
import { createWriting, type Writing } from './writing.js';

/** What the network writes: on demand, by itself while it is trained, and with cells clamped beside it. */
export interface SamplePanel {
  /** Writes, or stops writing. */
  toggle(): void;
  write(): void;
  /** A network was created or removed: samples of another one begin with seed 1 again. */
  enable(enabled: boolean): void;
  /** Training runs or has stopped: while it runs, samples follow one another. */
  setTraining(training: boolean): void;
  /** Other cells are clamped: the same sample is written with and without them. */
  clampsChanged(): void;
}

/** Milliseconds for which a finished sample can be read before the next one replaces it. */
const REST = 1500;
/** Milliseconds without movement of a slider before the sample restarts. */
const SETTLE = 150;

/** The state shared by the parts of the panel. */
interface Samples {
  readonly client: Client;
  readonly clamps: () => readonly Clamp[];
  readonly free: Writing;
  readonly clamped: Writing;
  /** Samples being written, by the numbers of their requests. */
  readonly writing: Map<number, Writing>;
  /** Of the last request. */
  id: number;
  seed: number;
  enabled: boolean;
  training: boolean;
  timer: number;
}

export function createSamplePanel(client: Client, clamps: () => readonly Clamp[]): SamplePanel {
  const [free, clamped] = [createWriting(byId('sample')), createWriting(byId('clamped-sample'))];
  const begin = { id: 0, seed: 0, enabled: false, training: false, timer: 0 };
  const samples: Samples = { client, clamps, free, clamped, writing: new Map(), ...begin };
  listenToWorker(samples);
  const button = buttonById('write');
  button.addEventListener('click', () => (samples.writing.size > 0 ? stop(samples) : write(samples)));
  showTemperature();
  inputById('temperature').addEventListener('input', showTemperature);
  update(samples);
  return {
    toggle() {
      if (samples.enabled) button.click();
    },
    write: () => write(samples),
    enable: (enabled) => enable(samples, enabled),
    setTraining(training) {
      samples.training = training;
      if (writesAgain(samples) && samples.writing.size === 0) write(samples);
    },
    clampsChanged() {
      if (!samples.enabled) return;
      clearTimeout(samples.timer);
      samples.timer = window.setTimeout(() => write(samples, true), SETTLE);
    },
  };
}

/** The free sample and, where cells are clamped, the same one with them: both from the same seed. */
function write(samples: Samples, sameSeed = false): void {
  const { free, clamped } = samples;
  stop(samples);
  if (!sameSeed || samples.seed === 0) samples.seed += 1;
  note('');
  const clamps = samples.clamps();
  byId('clamped-sample').hidden = clamps.length === 0;
  start(samples, free, []);
  if (clamps.length > 0) start(samples, clamped, clamps);
  update(samples);
}

function start(samples: Samples, output: Writing, clamps: readonly Clamp[]): void {
  const { client, writing, seed } = samples;
  const prime = inputById('prime').value;
  const [topK, length, temperature] = ['top-k', 'length', 'temperature'].map((field) =>
    Number(inputById(field).value),
  ) as [number, number, number];
  output.begin(prime);
  const id = (samples.id += 1);
  writing.set(id, output);
  const how = { prime, length, temperature, topK: topK > 0 ? topK : null, seed, clamps };
  client.send({ type: 'sample', request: { id, ...how } });
}

function stop(samples: Samples): void {
  const { client, writing, timer } = samples;
  clearTimeout(timer);
  for (const id of writing.keys()) client.send({ type: 'silence', id });
  writing.clear();
  update(samples);
}

function enable(samples: Samples, enabled: boolean): void {
  if (samples.enabled && !enabled) {
    stop(samples);
    samples.free.clear();
    samples.clamped.clear();
    byId('clamped-sample').hidden = true;
    samples.seed = 0;
  }
  samples.enabled = enabled;
  update(samples);
}

function update({ writing, enabled }: Samples): void {
  const button = buttonById('write');
  button.textContent = writing.size > 0 ? 'Stop' : 'Write';
  button.disabled = !enabled;
  button.setAttribute('aria-pressed', String(writing.size > 0));
}

const writesAgain = ({ training, enabled }: Samples): boolean =>
  training && enabled && inputById('keep-writing').checked;

function listenToWorker(samples: Samples): void {
  const { client, writing } = samples;
  client.on('drawn', ({ id, text, done }) => {
    const output = writing.get(id);
    if (output === undefined) return;
    output.add(text);
    if (!done) return;
    writing.delete(id);
    update(samples);
    if (writing.size > 0 || !writesAgain(samples)) return;
    samples.timer = window.setTimeout(() => writesAgain(samples) && write(samples), REST);
  });
  client.on('error', ({ id, line }) => {
    if (id === undefined || !writing.delete(id)) return;
    note(line);
    update(samples);
  });
}

function showTemperature(): void {
  byId('temperature-value').textContent = Number(inputById('temperature').value).toFixed(2);
}

function note(text: string): void {
  byId('sample-note').textContent = text;
}
