/** One kind of thing that can go wrong: exit code, what is said (what, where), and what to do about it. */
interface ErrorKind {
  readonly exit: number;
  readonly message: string;
  readonly hint: string;
}

/**
 * Every error a user can meet, in the order of the exit codes. `{name}` is filled in where it is thrown.
 * A message reads `<message>: <hint>`, on one line.
 */
export const errorTable = {
  // 2 usage: the command line or a configuration asks for something that cannot be
  'usage/value': { exit: 2, message: '{flag} {value} is not valid', hint: 'give {expected}' },
  'usage/no-value': { exit: 2, message: '{flag} has no value', hint: 'give {expected}' },
  'usage/unwanted-value': { exit: 2, message: '{flag} takes no value but got {value}', hint: 'leave it out' },
  'usage/unknown-flag': { exit: 2, message: 'there is no flag {flag}', hint: '{hint}' },
  'usage/repeated': { exit: 2, message: '{flag} is given {times} times ({values})', hint: 'give it once' },
  'usage/conflict': {
    exit: 2,
    message: '{flag} and {other} contradict each other',
    hint: 'leave one of them out',
  },
  'usage/missing-argument': { exit: 2, message: 'too little is given', hint: 'write {usage}' },
  'usage/extra-argument': { exit: 2, message: '{value} is one argument too many', hint: 'write {usage}' },
  'usage/unknown-command': { exit: 2, message: 'there is no command {command}', hint: '{hint}' },
  'inspect/state': {
    exit: 2,
    message: 'this network has no state called {state}',
    hint: 'choose --state from {known}',
  },
  'inspect/cell': {
    exit: 2,
    message: 'there is no cell {cell} in this network of {layers} layer(s) of {units} units with {states}',
    hint: 'count layers and units from 1, and name the state with --state',
  },
  'inspect/feature': {
    exit: 2,
    message: '--feature {name} is not a feature',
    hint: 'choose from {known}, or give NAME=/regex/',
  },
  'inspect/regex': {
    exit: 2,
    message: '--feature {name}: {pattern} is not a regular expression ({reason})',
    hint: 'write it as JavaScript does',
  },
  'inspect/hold': {
    exit: 2,
    message: '{cell} is a gate, which follows from the state and cannot be held',
    hint: 'name an h or c cell',
  },
  'run/exists': {
    exit: 2,
    message: '{directory} holds a run already',
    hint: 'go on with it by --resume {directory}, or give another --out',
  },

  // 3 corpus or text
  'corpus/missing': { exit: 3, message: '{file} does not exist', hint: 'check the path' },
  'corpus/empty': { exit: 3, message: '{file} is empty', hint: 'give a text of at least two characters' },
  'corpus/one-symbol': {
    exit: 3,
    message: '{file} holds no character but {character}',
    hint: 'give a text with at least two different characters',
  },
  'corpus/symbols': {
    exit: 3,
    message: '{file} holds {count} different characters, more than {most}',
    hint: 'raise --min-count or use --tokens bytes',
  },
  'corpus/no-match': {
    exit: 3,
    message: '{directory} holds no file{wanted}',
    hint: 'check the path and --include',
  },
  'corpus/undecodable': {
    exit: 3,
    message: '{file} is not {encoding}, byte {offset} is {byte}',
    hint: 'give another --encoding (utf8, latin1, utf16le) or use --tokens bytes',
  },
  'corpus/gzip': {
    exit: 3,
    message: '{file} is not whole gzip data ({code})',
    hint: 'compress the text again, or give it uncompressed',
  },
  'corpus/too-large': {
    exit: 3,
    message: '{file} unfolds to more than {bytes} bytes',
    hint: 'decompress it and give the file itself, if it is what you expect',
  },
  'corpus/foreign': {
    exit: 3,
    message: '{file} holds {unknown} characters the model does not know, and hardly any that it does',
    hint: 'give a text in the characters the model was trained on',
  },
  'corpus/unknown': {
    exit: 3,
    message:
      '{file} holds {character} in line {line}, which is not among the {size} characters the model knows',
    hint: 'give a text in the characters the model was trained on',
  },
  'text/unknown': {
    exit: 3,
    message: 'character {position}, {character}, is not among the {size} the model knows',
    hint: 'take it out, or pass --skip-unknown',
  },
  'inspect/short': {
    exit: 3,
    message: '{name} has {characters} characters the model knows, too few for this view',
    hint: 'give at least {least}',
  },
  'inspect/text': {
    exit: 3,
    message: '{model} was trained without validation text, or its corpus is no longer where it was',
    hint: 'name a text behind the model',
  },
  'inspect/decisions': {
    exit: 3,
    message: 'the feature {feature} never ends in {name}, so there is nothing to decide',
    hint: 'choose another --feature or a longer text',
  },
  'eval/training-text': {
    exit: 3,
    message: 'the training text of {model} is not known ({why})',
    hint: 'give it with --train FILE',
  },
  'labels/csv': {
    exit: 3,
    message: '{file} is not a CSV of labels ({reason})',
    hint: 'give a header and one row per character',
  },
  'labels/length': {
    exit: 3,
    message: '{file} has {rows} rows of labels for {characters} characters of text',
    hint: 'give a header and one row per character (with --limit, of those that are read)',
  },
  'labels/number': {
    exit: 3,
    message: '{file} row {row}, column {column}: {value} is not a number',
    hint: 'write a number for every character',
  },
  'npz/archive': {
    exit: 3,
    message: '{file} is not an .npz archive: {why}',
    hint: 'write it with numpy.savez or numpy.savez_compressed',
  },
  'npz/size': {
    exit: 3,
    message: '{file} unpacks to more than {limit} bytes',
    hint: 'divide it into several files',
  },
  'npz/array': { exit: 3, message: '{file}: array {array} cannot be read: {why}', hint: '{hint}' },
  'resume/changed': {
    exit: 3,
    message: '{file} is not the text that the run in {directory} was trained on',
    hint: 'restore that text, or start a new run on this one with --init-from {directory}',
  },
  'resume/stdin': {
    exit: 3,
    message: 'the run in {directory} was trained on standard input, which is gone',
    hint: 'give the same text again: char-rnn train FILE --resume {directory}',
  },

  // 4 checkpoint
  'resume/weights-only': {
    exit: 4,
    message: '{file} holds a model but not the state of its training',
    hint: 'start a new run with --init-from {file}',
  },
  'init/shape': {
    exit: 4,
    message: '{file} is a model with {flag} {has}, not {asked}',
    hint: 'leave {flag} out',
  },
  'init/vocabulary': {
    exit: 4,
    message: '{file} holds weights without their symbols, and {vocabulary} cannot be used: {why}',
    hint: 'put the symbols beside the weights as vocabulary.json: ["\\n", " ", "a", ...], in the order of their ids',
  },
  'init/tokens': {
    exit: 4,
    message: '{file} reads {has}, not {asked}',
    hint: 'give --tokens {has}',
  },
  'checkpoint/missing': {
    exit: 4,
    message: '{file} does not exist',
    hint: 'give a checkpoint file or a run directory',
  },
  'checkpoint/not-a-file': {
    exit: 4,
    message: '{file} is not a regular file',
    hint: 'give a checkpoint file or a run directory',
  },
  'checkpoint/none': {
    exit: 4,
    message: '{directory} holds no checkpoint',
    hint: 'give the directory of a run that has saved one',
  },
  'checkpoint/foreign': {
    exit: 4,
    message: '{file} holds tensors, but no char-rnn model (its metadata has no format: char-rnn)',
    hint: 'to start training from its weights, use train --init-from',
  },
  'checkpoint/version': {
    exit: 4,
    message: '{file} is a checkpoint of version {version}, and this program reads version 1',
    hint: 'use the program that wrote it',
  },
  'checkpoint/digest': {
    exit: 4,
    message: '{file} is damaged: its content does not match its SHA-256',
    hint: 'copy it again, or use another checkpoint of the run',
  },
  'checkpoint/field': {
    exit: 4,
    message: '{file}: field {field} of the metadata cannot be used: {why}',
    hint: 'use another checkpoint',
  },
  'checkpoint/tensor': {
    exit: 4,
    message: '{file}: tensor {tensor} cannot be used: {why}',
    hint: 'use another checkpoint',
  },
  'checkpoint/training': {
    exit: 4,
    message: 'the state of training in the checkpoint cannot be used: {why}',
    hint: 'resume from another checkpoint of the run, or begin anew with its weights by --init-from',
  },
  'safetensors/short': {
    exit: 4,
    message: '{file} is no safetensors file: it has only {size} bytes',
    hint: 'give a checkpoint that was written to its end',
  },
  'safetensors/length': {
    exit: 4,
    message:
      '{file} is no safetensors file: bytes 0-7 announce a header of {length} bytes, where 2 to {limit} are possible',
    hint: 'give a checkpoint, or copy it again',
  },
  'safetensors/header': {
    exit: 4,
    message: '{file}: the header from byte 8 on is not the JSON it should be: {why}',
    hint: 'give a checkpoint, or copy it again',
  },
  'safetensors/metadata': {
    exit: 4,
    message: '{file}: __metadata__ in the header is not a table of strings',
    hint: 'give a checkpoint, or copy it again',
  },
  'safetensors/count': {
    exit: 4,
    message: '{file}: the header lists {count} tensors, and {limit} is the most that are read',
    hint: 'give a checkpoint of a character model',
  },
  'safetensors/tensor': {
    exit: 4,
    message: '{file}: tensor {tensor} cannot be read: {why}',
    hint: 'give a checkpoint, or copy it again',
  },
  'safetensors/size': {
    exit: 4,
    message: '{file}: the tensors take {expected} bytes, and {size} follow the header',
    hint: 'the file was cut or added to; copy it again',
  },
  'run/none': {
    exit: 4,
    message: '{directory} holds no run (it has no config.json)',
    hint: 'give the --out directory of an earlier train',
  },
  'run/config': {
    exit: 4,
    message: '{file} cannot be used: {why}',
    hint: 'restore it, or start a new run with --init-from and a checkpoint of this one',
  },

  // 5 disk
  'disk/full': {
    exit: 5,
    message: '{file}: {call} failed, the disk or what you may use of it is full',
    hint: 'make room, then go on with --resume',
  },
  'disk/denied': {
    exit: 5,
    message: '{file}: {call} is not permitted ({code})',
    hint: 'check owner and permissions, or choose another place',
  },
  'disk/place': {
    exit: 5,
    message: '{file}: {call} failed, {why}',
    hint: 'check the path, or choose another place',
  },
  'disk/failed': {
    exit: 5,
    message: '{file}: {call} failed ({code})',
    hint: 'check the disk, then go on with --resume',
  },

  // 6 training diverged
  'train/diverged': {
    exit: 6,
    message: 'step {step}: {what} is {value}, training has diverged and the step was not taken',
    hint: 'lower --lr (now {lr}) or --clip-norm, and go on from the last good checkpoint with --resume',
  },

  // 7 run directory in use
  'run/locked': {
    exit: 7,
    message: '{directory} is in use by process {pid} on {host}',
    hint: 'wait for it or stop it; if it is surely gone, delete {lock}',
  },
} as const satisfies Record<string, ErrorKind>;
