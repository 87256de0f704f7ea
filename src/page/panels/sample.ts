import type { Client } from '../client.js';
import { atNextFrame, buttonById, byId, inputById } from '../elements.js';

/** What the network writes: on demand, and by itself while it is trained. */
export interface SamplePanel {
  /** Writes, or stops writing. */
  toggle(): void;
  /** There is a network now, or none any more. */
  enable(enabled: boolean): void;
  /** Training goes on or has stopped: while it does, one sample follows the other. */
  setTraining(training: boolean): void;
}

/** Milliseconds for which a finished sample can be read before the next one replaces it. */
const REST = 1500;

export function createSamplePanel(client: Client): SamplePanel {
  const output = byId('sample');
  const button = buttonById('write');
  let id = 0;
  let seed = 1;
  let writing = false;
  let enabled = false;
  let training = false;
  let resting: ReturnType<typeof setTimeout> | undefined;
  let pending = '';
  const flush = atNextFrame(() => {
    const atEnd = output.scrollTop + output.clientHeight > output.scrollHeight - 30;
    output.append(pending);
    pending = '';
    if (atEnd) output.scrollTop = output.scrollHeight;
  });

  function update(): void {
    button.textContent = writing ? 'Stop' : 'Write';
    button.disabled = !enabled;
    button.setAttribute('aria-pressed', String(writing));
  }

  function write(): void {
    clearTimeout(resting);
    const prime = inputById('prime').value;
    const topK = Number(inputById('top-k').value);
    writing = true;
    note('');
    pending = '';
    const head = document.createElement('b');
    head.textContent = prime;
    output.replaceChildren(head);
    output.scrollTop = 0;
    client.send({
      type: 'sample',
      request: {
        id: ++id,
        prime,
        length: Number(inputById('length').value),
        temperature: Number(inputById('temperature').value),
        topK: topK > 0 ? topK : null,
        seed: seed++,
      },
    });
    update();
  }

  function stop(): void {
    client.send({ type: 'silence', id });
    writing = false;
    update();
  }

  const again = (): boolean => training && enabled && inputById('keep-writing').checked;

  client.on('drawn', (drawn) => {
    if (drawn.id !== id) return;
    pending += drawn.text;
    flush();
    if (!drawn.done) return;
    writing = false;
    update();
    if (again()) resting = setTimeout(() => again() && !writing && write(), REST);
  });
  client.on('error', (error) => {
    if (error.id !== id) return;
    writing = false;
    note(error.line);
    update();
  });
  const temperature = inputById('temperature');
  const showTemperature = (): void => {
    byId('temperature-value').textContent = Number(temperature.value).toFixed(2);
  };
  temperature.addEventListener('input', showTemperature);
  showTemperature();
  button.addEventListener('click', () => (writing ? stop() : write()));
  update();
  return {
    toggle() {
      if (enabled) button.click();
    },
    enable(now) {
      if (enabled && !now) {
        clearTimeout(resting);
        writing = false;
        output.replaceChildren();
      }
      enabled = now;
      update();
    },
    setTraining(now) {
      training = now;
      if (again() && !writing) write();
    },
  };
}

function note(text: string): void {
  byId('sample-note').textContent = text;
}
