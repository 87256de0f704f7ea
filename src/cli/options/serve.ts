import { commonFlags } from './common.js';
import { command, type FlagTable, type Values } from './flag.js';
import { integer, toggle } from './parsers.js';

const flags = {
  port: {
    group: 'server',
    help: 'port to listen on; 0 = any free port',
    parser: integer(0, 65535),
    fallback: 0,
  },
  open: { group: 'server', help: 'open the page in the default browser', parser: toggle },
  ...commonFlags,
} as const satisfies FlagTable;

export type ServeValues = Values<typeof flags>;

export const serveCommand = command({
  name: 'serve',
  usage: '[model|run]',
  arity: [0, 1],
  summary: 'Train, sample and watch cells in a browser, on this machine only.',
  details:
    'Serves the page of docs/page.md on 127.0.0.1 and prints its address; Ctrl-C ends it. With a run directory, the page ' +
    'follows the newest checkpoint while the run is being trained.',
  flags,
  examples: ['char-rnn serve --open', 'char-rnn serve runs/moby --port 8080'],
});
