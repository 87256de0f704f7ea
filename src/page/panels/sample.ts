import type { Clamp } from '../../layers/layer.js';
import type { Client } from '../client.js';
import { buttonById, byId, inputById } from '../elements.js';
import { createWriting } from './writing.js';

/** What the network writes: on demand, by itself while it is trained, and with cells held beside it. */
export interface SamplePanel {
  /** Writes, or stops writing. */
  toggle(): void;
  /** There is a network now, or none any more. */
  enable(enabled: boolean): void;
  /** Training goes on or has stopped: while it does, one sample follows the other. */
  setTraining(training: boolean): void;
  /** Other cells are held: the same sample is written with and without them. */
  steer(): void;
}

/** Milliseconds for which a finished sample can be read before the next one replaces it. */
const REST = 1500;
/** Milliseconds that a slider has to rest before the sample begins anew. */
const SETTLE = 150;

export function createSamplePanel(client: Client, clamps: () => readonly Clamp[]): SamplePanel {
  const button = buttonById('write');
  const free = createWriting(byId('sample'));
  const steered = createWriting(byId('steered'));
  /** The samples that are being written, by the numbers of their requests. */
  const writing = new Map<number, typeof free>();
  let [id, seed] = [0, 0];
  let [enabled, training] = [false, false];
  let timer = 0;

  function update(): void {
    button.textContent = writing.size > 0 ? 'Stop' : 'Write';
    button.disabled = !enabled;
    button.setAttribute('aria-pressed', String(writing.size > 0));
  }

  function stop(): void {
    clearTimeout(timer);
    for (const number of writing.keys()) client.send({ type: 'silence', id: number });
    writing.clear();
    update();
  }

  /** The free sample and, where cells are held, the same one with them: both from the same seed. */
  function write(sameSeed = false): void {
    stop();
    if (!sameSeed || seed === 0) seed += 1;
    note('');
    const holding = clamps();
    byId('steered').hidden = holding.length === 0;
    start(free, []);
    if (holding.length > 0) start(steered, holding);
    update();
  }

  function start(output: typeof free, held: readonly Clamp[]): void {
    const prime = inputById('prime').value;
    const topK = Number(inputById('top-k').value);
    const length = Number(inputById('length').value);
    const temperature = Number(inputById('temperature').value);
    output.begin(prime);
    id += 1;
    writing.set(id, output);
    const how = { prime, length, temperature, topK: topK > 0 ? topK : null, seed, clamps: held };
    client.send({ type: 'sample', request: { id, ...how } });
  }

  const again = (): boolean => training && enabled && inputById('keep-writing').checked;

  client.on('drawn', (drawn) => {
    const output = writing.get(drawn.id);
    if (output === undefined) return;
    output.add(drawn.text);
    if (!drawn.done) return;
    writing.delete(drawn.id);
    update();
    if (writing.size === 0 && again()) timer = window.setTimeout(() => again() && write(), REST);
  });
  client.on('error', ({ id: number, line }) => {
    if (number === undefined || !writing.delete(number)) return;
    note(line);
    update();
  });
  const temperature = inputById('temperature');
  const showTemperature = (): void => {
    byId('temperature-value').textContent = Number(temperature.value).toFixed(2);
  };
  temperature.addEventListener('input', showTemperature);
  showTemperature();
  button.addEventListener('click', () => (writing.size > 0 ? stop() : write()));
  update();
  return {
    toggle() {
      if (enabled) button.click();
    },
    enable(now) {
      if (enabled && !now) {
        stop();
        free.clear();
        steered.clear();
        byId('steered').hidden = true;
      }
      enabled = now;
      update();
    },
    setTraining(now) {
      training = now;
      if (again() && writing.size === 0) write();
    },
    steer() {
      if (!enabled) return;
      clearTimeout(timer);
      timer = window.setTimeout(() => write(true), SETTLE);
    },
  };
}

function note(text: string): void {
  byId('sample-note').textContent = text;
}
