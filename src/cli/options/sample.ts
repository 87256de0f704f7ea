import { encodings } from '../../app/choices.js';
import { command, type FlagTable, type Values } from './flag.js';
import { backendFlag, commonFlags } from './common.js';
import { choiceFlags } from './choice-flags.js';
import { lineFlags } from './line-flags.js';
import { ofSeries, ofTables } from './scope.js';
import { cellValue, choice, integer, named, number, path, text, toggle } from './parsers.js';

const flags = {
  label: {
    applies: ['generate'],
    group: 'start',
    help: 'generate: the label to write for, --count times',
    parser: text('LABEL'),
  },
  prime: {
    applies: ['text'],
    group: 'start',
    help: 'text that the model reads before it continues',
    parser: text('TEXT', { empty: true }),
    aliases: ['primetext'],
    synonyms: ['start-text', 'start', 'prompt'],
    repeatable: true,
    conflicts: ['primeFile', 'primes'],
  },
  primeFile: {
    applies: ['text'],
    group: 'start',
    help: 'prime from a file, or - for stdin',
    parser: path('FILE|-'),
    synonyms: ['prompt-file', 'file'],
    conflicts: ['primes'],
  },
  primes: {
    applies: ['text'],
    group: 'start',
    help: 'file with one prime per line, or - for stdin; each is continued',
    parser: path('FILE|-'),
  },
  encoding: {
    applies: ['text', 'forecast', ...ofTables, 'series'],
    group: 'start',
    help: 'encoding of primes, lines and tables that are read from a file or a pipe',
    parser: choice(...encodings),
    shows: 'as in training',
  },
  hidePrime: { group: 'start', help: 'omit the prime from the output', parser: toggle, applies: ['text'] },
  skipUnknown: {
    applies: ['text', ...ofTables],
    group: 'start',
    help: 'omit characters of the prime, or of the lines, that the model does not know',
    parser: toggle,
  },

  length: {
    applies: ['text', 'forecast', 'generate', 'translate'],
    group: 'length',
    help: 'number of characters to draw (bytes, for a model of bytes); translate, generate: the longest answer; forecasts: rows ahead, 24',
    parser: integer(0),
    fallback: 1000,
    short: 'n',
    synonyms: ['num-chars', 'max-length', 'n-predict', 'predict', 'max-tokens'],
  },
  count: {
    applies: ['text', 'forecast', 'generate'],
    group: 'length',
    help: 'number of samples; forecasts: futures that are drawn, 100',
    parser: integer(1),
    fallback: 1,
    synonyms: ['num-samples', 'samples'],
  },
  bestOf: {
    applies: ['text'],
    group: 'length',
    help: 'draw N samples of each prime and keep the most probable, by mean log-probability',
    parser: integer(2),
    shows: 'keep all',
    conflicts: ['beam', 'interactive'],
  },
  beam: {
    applies: ['text', 'generate', 'translate'],
    group: 'length',
    help: 'search for the most probable text with K hypotheses; nothing is drawn at random',
    parser: named('K', integer(1, 1024)),
    shows: 'off',
    conflicts: ['interactive', 'temp', 'topK', 'topP', 'minP', 'heat'],
  },
  interactive: {
    applies: ['text'],
    group: 'length',
    help: 'read a line, write a reply up to the stop text (a newline); /help lists commands',
    parser: toggle,
    short: 'i',
    synonyms: ['chat', 'conversation', 'interactive-first'],
    conflicts: ['count', 'json', 'jsonl', 'null'],
  },
  stop: {
    applies: ['text'],
    group: 'length',
    help: 'end a sample after this text',
    parser: text(),
    synonyms: ['reverse-prompt', 'stop-sequence'],
    repeatable: true,
  },

  ...lineFlags,

  ...choiceFlags,
  seed: {
    applies: ['text', 'forecast', ...ofTables, 'captions'],
    group: 'choice',
    help: 'random seed',
    parser: integer(0, 2 ** 32 - 1),
    short: 's',
    shows: 'a new one each time',
  },
  noCounts: {
    group: 'choice',
    help: 'draw from the network alone, even if the run has counts',
    parser: toggle,
    applies: ['text'],
  },
  clamp: {
    applies: ['text'],
    group: 'choice',
    help: 'clamp one cell to a value while sampling (its state c where it has one, else h)',
    parser: cellValue,
    repeatable: true,
  },
  sample: {
    applies: ['text', 'generate', 'translate', 'captions'],
    group: 'choice',
    help: "sample.lua's switch: 0 means --temp 0",
    parser: choice('0', '1'),
    conflicts: ['temp'],
    hidden: true,
  },

  json: {
    applies: ['text'],
    group: 'output',
    help: 'one JSON object per sample: sample, prime, text, loss',
    parser: toggle,
    conflicts: ['jsonl', 'heat', 'raw', 'null'],
  },
  jsonl: {
    group: 'output',
    help: 'one JSON object per character: char, logprob, entropy, most probable alternatives; for the model of a task, per line',
    parser: toggle,
    conflicts: ['heat', 'raw', 'null'],
  },
  score: {
    applies: ['classify'],
    group: 'output',
    help: 'classify: print the probability of this label alone',
    parser: text('LABEL'),
    conflicts: ['jsonl'],
  },
  minProbability: {
    applies: ['classify', 'tag', 'translate'],
    group: 'output',
    help: 'leave answers less probable than this empty; 0 = never',
    parser: number({ least: 0, most: 1 }),
    fallback: 0,
    synonyms: ['threshold', 'min-confidence', 'confidence'],
    conflicts: ['score'],
  },
  output: {
    applies: [...ofTables, 'clips', 'captions', ...ofSeries],
    group: 'output',
    help: 'a table, .csv or .tsv, of the columns or the numbers of the clips that were read, the answers and their probabilities',
    parser: path('FILE|-'),
    short: 'o',
    synonyms: ['out'],
    conflicts: ['jsonl', 'score', 'null'],
  },
  null: {
    applies: ['text', ...ofTables],
    group: 'output',
    help: 'end each sample or answer with NUL, as xargs -0 reads them',
    parser: toggle,
    short: '0',
  },
  heat: {
    applies: ['text'],
    group: 'output',
    help: 'color each character by its surprise, -log2 p',
    parser: toggle,
    conflicts: ['raw'],
  },
  exact: {
    applies: ['text'],
    group: 'output',
    help: 'keep weights at 32 bits, even where 16 change the loss by less than .002 nats',
    parser: toggle,
  },
  raw: {
    group: 'output',
    help: 'send control characters to the terminal unchanged',
    parser: toggle,
    applies: ['text', ...ofTables],
  },
  ...backendFlag('output'),
  ...commonFlags,
} as const satisfies FlagTable;

export type SampleValues = Values<typeof flags>;

export const sampleCommand = command({
  name: 'sample',
  usage: '<model> [table.csv|lines|clips.npz]',
  arity: [1, 2],
  summary: 'Write text with a model, or label clips.',
  details:
    'A model is a checkpoint file, or a run directory: its best checkpoint, else its latest. ' +
    'The model of a task prints one answer for each row of a table (.csv, .tsv), read by the columns it was trained on, or for each line of any other file, or of stdin; one that cannot be read has an empty answer and a message, and the exit code is 3. A network on clips or images reads an .npz file and writes a label or a caption per line.',
  flags,
  examples: [
    'char-rnn sample runs/moby --prime "Call me" -n 400',
    'char-rnn sample runs/moby -t 0.7 --top-p 0.95 --stop "." --best-of 8 --count 2',
  ],
});
