import type { Wording } from './wording.js';

/** Exit code 4: a checkpoint, other weights, or the configuration of a run cannot be used. */
export const checkpoint = {
  'resume/weights-only': {
    message: '{file} contains a model without its training state',
    hint: 'start a new run with --init-from {file}',
  },
  'resume/initial': {
    message: '{directory} has no checkpoint, and the weights it began with cannot be used: {file} {why}',
    hint: 'restore that file, or start a new run in another directory',
  },
  'init/shape': { message: '{file} has {flag} {has}, not {asked}', hint: 'remove {flag}' },
  'init/tokens': { message: '{file} was trained on {has}, not {asked}', hint: 'use --tokens {has}' },
  'init/network': {
    message: '{file} contains a network that reads {what}, whose weights this one does not have',
    hint: 'begin with a model of texts or of a table',
  },
  'init/task': {
    message: '{file} was trained for the task {has}, not {asked}',
    hint: 'use --task {has}, or begin with a language model',
  },
  'init/cnn': {
    message: '{file} does not contain the CNN of this network: {why}',
    hint: 'use a model with the same --kernel, frame size and kind of CNN',
  },
  'weights/vocabulary': {
    message: '{file} contains weights without their symbols, and {vocabulary} cannot be used: {why}',
    hint: 'list the symbols in vocabulary.json beside the weights, in the order of their ids: ["\\n", " ", "a", ...]',
  },
  'over/checkpoints': {
    message: '{run} has checkpoints of steps {steps}: {why}',
    hint: 'train with --keep log, which keeps those of steps 1, 2, 4, 8, ...',
  },
  'checkpoint/missing': {
    message: '{file} does not exist',
    hint: 'pass a checkpoint file or a run directory',
  },
  'checkpoint/not-a-file': {
    message: '{file} is not a regular file',
    hint: 'pass a checkpoint file or a run directory',
  },
  'checkpoint/none': {
    message: '{directory} contains no checkpoint',
    hint: 'pass the directory of a run that has saved one',
  },
  'checkpoint/foreign': {
    message:
      '{file} contains tensors, but is not a char-rnn checkpoint (its metadata lacks format: char-rnn)',
    hint: 'to train from its weights, use train --init-from',
  },
  'checkpoint/version': {
    message: '{file} is a checkpoint of version {version}; this program reads version 1',
    hint: 'use the program that wrote it',
  },
  'checkpoint/digest': {
    message: '{file} is damaged: its content does not match its SHA-256',
    hint: 'copy it again, or use another checkpoint of the run',
  },
  'checkpoint/field': {
    message: '{file}: metadata field {field} is invalid: {why}',
    hint: 'use another checkpoint',
  },
  'checkpoint/tensor': {
    message: '{file}: tensor {tensor} is invalid: {why}',
    hint: 'use another checkpoint',
  },
  'checkpoint/training': {
    message: 'the training state in the checkpoint is invalid: {why}',
    hint: 'resume from another checkpoint of the run, or start a new run from its weights with --init-from',
  },
  'counts/missing': {
    message: '{file} does not exist: counts are written when training ends',
    hint: 'finish the run with train --resume, or use --no-counts',
  },
  'counts/not-a-file': { message: '{file} is not a regular file', hint: 'remove it, or use --no-counts' },
  'counts/foreign': {
    message: '{file} is not a file of char-rnn counts',
    hint: 'count again with train --resume, or use --no-counts',
  },
  'counts/version': {
    message: '{file} contains counts of version {version}; this program reads version 1',
    hint: 'use the program that wrote it, or --no-counts',
  },
  'counts/other': {
    message: '{file} contains the counts of a text that the model was not trained on',
    hint: 'count again with train --resume, or use --no-counts',
  },
  'counts/digest': {
    message: '{file} is damaged: its content does not match its SHA-256',
    hint: 'count again with train --resume, or use --no-counts',
  },
  'counts/invalid': {
    message: '{file} is invalid: {why}',
    hint: 'count again with train --resume, or use --no-counts',
  },
  'safetensors/short': {
    message: '{file} is not a safetensors file: it has only {size} bytes',
    hint: 'the file is incomplete; copy it again',
  },
  'safetensors/length': {
    message:
      '{file} is not a safetensors file: bytes 0-7 give a header of {length} bytes, outside 2 to {limit}',
    hint: 'pass a checkpoint, or copy it again',
  },
  'safetensors/header': {
    message: '{file}: the header, from byte 8 on, is not valid JSON: {why}',
    hint: 'pass a checkpoint, or copy it again',
  },
  'safetensors/metadata': {
    message: '{file}: __metadata__ in the header is not a table of strings',
    hint: 'pass a checkpoint, or copy it again',
  },
  'safetensors/limit': {
    message: '{file}: {what} takes {bytes} bytes; the limit is {limit}',
    hint: 'use a smaller model or fewer files',
  },
  'safetensors/count': {
    message: '{file}: the header lists {count} tensors; the limit is {limit}',
    hint: 'pass a checkpoint of a character model',
  },
  'safetensors/tensor': {
    message: '{file}: tensor {tensor} cannot be read: {why}',
    hint: 'pass a checkpoint, or copy it again',
  },
  'safetensors/size': {
    message: '{file}: the tensors need {expected} bytes, but {size} follow the header',
    hint: 'the file was truncated or extended; copy it again',
  },
  'run/none': {
    message: '{directory} is not a run directory (no config.json)',
    hint: 'pass the --out directory of an earlier train',
  },
  'run/config': {
    message: '{file} is invalid: {why}',
    hint: 'restore it, or start a new run with --init-from and a checkpoint of this one',
  },
} as const satisfies Record<string, Wording>;
