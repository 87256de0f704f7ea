import type { Wording } from './wording.js';

/** Exit code 2: the command line asks for something that cannot be done. */
export const usage = {
  'usage/value': { message: '{flag}: invalid value {value}', hint: 'expected {expected}' },
  'usage/no-value': { message: '{flag}: missing value', hint: 'expected {expected}' },
  'usage/unwanted-value': { message: '{flag} takes no value, got {value}', hint: 'remove the value' },
  'usage/unknown-flag': { message: 'unknown flag {flag}', hint: '{hint}' },
  'usage/overwrites': {
    message: '{flag} {file} would overwrite {input}, which is read',
    hint: 'choose another file',
  },
  'usage/run-file': {
    message: '{flag} {file} would overwrite a file of the run in {directory}',
    hint: 'choose another file',
  },
  'log/exists': { message: '{file} already exists', hint: 'choose a new file with --log, or remove it' },
  'usage/exists': { message: '{file} already exists', hint: 'choose where to write with {flag}' },
  'usage/applies': { message: '{flag} applies to {to}; {what}', hint: 'remove {flag}' },
  'usage/needs': { message: '{flag} needs {other}', hint: 'add {other}, or remove {flag}' },
  'usage/conflict': { message: '{flag} cannot be combined with {other}', hint: 'remove one of them' },
  'usage/plan': {
    message: '--plan needs a text or a table, and a budget to plan for',
    hint: 'add --minutes (or --epochs, for a text), without --preset, --steps or --init-from',
  },
  'usage/missing-argument': { message: 'missing argument', hint: 'usage: {usage}' },
  'usage/extra-argument': { message: 'unexpected argument {value}', hint: 'usage: {usage}' },
  'usage/unknown-command': { message: 'unknown command {command}', hint: '{hint}' },
  'inspect/state': { message: 'the network has no state {state}', hint: 'choose from {known}' },
  'inspect/cell': {
    message: 'no cell {cell}: the network has {layers} layer(s) of {units} units with states {states}',
    hint: 'layers and units count from 1',
  },
  'inspect/gate': {
    message: '{cell} is a gate; gates are computed from the state and cannot be clamped',
    hint: 'choose a cell of state h or c',
  },
  'export/network': {
    message: '{format} cannot express this kind of network ({network})',
    hint: 'choose --to from {known}',
  },
  'inspect/flag': {
    message: '{flag} does not apply to --view {view}',
    hint: 'leave it out, or choose another view',
  },
  'inspect/view': {
    message: '--view {view} reads {reads}, and the model {wanted}',
    hint: 'choose another view: for a table cells, text, saliency or gates, for clips memory, for series cells',
  },
  'match/networks': {
    message: '--match compares networks, and only {file} was named',
    hint: 'name the others after it, and a text with --text',
  },
  'match/vocabulary': {
    message: '{file} has other symbols than {first}',
    hint: 'match networks that were trained on the same text',
  },
  'match/text': {
    message: '{file} was trained on another text than {first}',
    hint: 'match networks that were trained on the same text',
  },
  'inspect/feature': {
    message: '--feature: unknown feature {name}',
    hint: 'choose from {known}, or define one as NAME=/regex/',
  },
  'inspect/slow-regex': {
    message: '--feature {name}: {pattern} has not been matched after {seconds} seconds',
    hint: 'avoid repetitions of repetitions, as in (a*)*, or read less with --limit',
  },
  'lines/slow-regex': {
    message: '--only: {pattern} has not been matched with a line after {seconds} seconds',
    hint: 'avoid repetitions of repetitions, as in (a*)*',
  },
  'inspect/regex': {
    message: '--feature {name}: {pattern} is not a regular expression ({reason})',
    hint: 'use JavaScript syntax',
  },
  'backend/missing': {
    message: '--backend {backend} is not available here: {why}',
    hint: 'use --backend auto',
  },
  'model/memory': {
    message: '{what} needs {bytes} bytes of memory; the limit is {limit}',
    hint: 'lower --hidden, --layers, --batch or --seq',
  },
  'clips/model': {
    message: '{file} reads text, but {clips} contains clips',
    hint: 'use a model that was trained on an .npz file',
  },
  'clips/needed': {
    message: 'the model (--network {network}) reads clips or images, not text',
    hint: 'pass clips to it: char-rnn sample MODEL clips.npz, or char-rnn eval MODEL clips.npz',
  },
  'page/model': {
    message: '{file} contains a network that reads {what}; the page is for language models',
    hint: 'its cells are shown by {command}',
  },
  'sweep/other-run': {
    message: '{directory} contains a run that is not part of this grid ({why})',
    hint: 'choose another --out',
  },
  'run/exists': {
    message: '{directory} already contains a run',
    hint: 'continue it with --resume {directory}, or choose another --out',
  },
} as const satisfies Record<string, Wording>;
