import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { serveCommand } from '../options/serve.js';
import type { Parsed } from '../options/flag.js';
import { openBrowser } from '../serving/open-browser.js';
import { openServedModel } from '../../app/served-model.js';
import { startServer } from '../serving/server.js';
import type { Console } from '../terminal/console.js';

type ServeArguments = Parsed<(typeof serveCommand)['flags']>;

/** `char-rnn serve`: the page on this machine, until it is stopped. */
export async function serve({ values, files }: ServeArguments, { out, err, stop }: Console): Promise<void> {
  const model = files[0] === undefined ? null : openServedModel(files[0]);
  const token = randomBytes(16).toString('hex');
  const { server, port } = await startServer({ model, token }, values.port);
  const address = `http://127.0.0.1:${port}/${model ? `#${token}` : ''}`;
  try {
    await out.write(`${address}\n`);
    await err.write('serving on this machine only; Ctrl-C ends\n');
    if (values.open) openBrowser(address);
    if (!stop.signal.aborted) await once(stop.signal, 'abort');
  } finally {
    server.close();
    server.closeAllConnections();
  }
  stop.signal.throwIfAborted();
}
