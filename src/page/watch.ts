import type { NamedBytes } from './protocol.js';

/** Milliseconds between two checks of a served model. */
const INTERVAL = 2000;

/**
 * Follows the model of `char-rnn serve`, whose random name follows the # of the address: `receive` gets its bytes now
 * and whenever there is a newer checkpoint, as long as it returns true. Does nothing in a page that is not served with
 * a model.
 */
export async function watchModel(receive: (file: NamedBytes) => boolean): Promise<void> {
  if (!isServedModel()) return;
  const token = location.hash.slice(1);
  for (let tag = ''; ;) {
    const answer = await fetch(`/${token}/model`, { headers: { 'If-None-Match': tag } }).catch(() => null);
    if (answer === null) return; // the server has ended
    if (answer.status === 200) {
      const bytes = new Uint8Array(await answer.arrayBuffer());
      if (!receive({ name: nameIn(answer.headers), bytes })) return;
      tag = answer.headers.get('ETag') ?? '';
    }
    await new Promise((resolve) => setTimeout(resolve, INTERVAL));
  }
}

/** Whether the page was served with a model. */
export const isServedModel = (): boolean => /^#[0-9a-f]{32}$/.test(location.hash);

function nameIn(headers: Headers): string {
  const [, name] = /filename\*=UTF-8''(.*)$/.exec(headers.get('Content-Disposition') ?? '') ?? [];
  return name === undefined ? 'the model' : decodeURIComponent(name);
}
