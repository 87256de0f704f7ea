import type { Client } from '../client.js';
import { buttonById } from '../elements.js';
import { receivePicked } from '../picker.js';
import type { NamedBytes } from '../protocol.js';

/** Loading and saving networks: the checkpoints of the command line. */
export interface FilesPanel {
  /** Gives bytes of a checkpoint to a new worker. */
  load(file: NamedBytes): void;
  open(file: File): Promise<void>;
  enable(canSave: boolean): void;
}

export function createFilesPanel(client: Client, beforeLoad: () => void): FilesPanel {
  const save = buttonById('save');
  let asked = false;

  function load(file: NamedBytes): void {
    client.restart();
    beforeLoad();
    client.send({ type: 'load', file });
  }

  async function open(file: File): Promise<void> {
    load({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
  }

  receivePicked('load', 'model-file', (file) => void open(file));
  save.addEventListener('click', () => {
    asked = true;
    client.send({ type: 'save' });
  });
  client.on('checkpoint', ({ step, bytes }) => {
    if (!asked) return;
    asked = false;
    download(`step-${String(step).padStart(8, '0')}.safetensors`, bytes);
  });
  return { load, open, enable: (canSave) => (save.disabled = !canSave) };
}

function download(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  const link = document.createElement('a');
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
