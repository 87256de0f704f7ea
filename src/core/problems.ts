/** One kind of thing that can go wrong: exit code, what is said (what, where), and what to do about it. */
interface ProblemKind {
  readonly exit: number;
  readonly says: string;
  readonly todo: string;
}

/**
 * Every error a user can meet, in the order of the exit codes. `{name}` is filled in where it is thrown.
 * A message reads `<says>: <todo>`, on one line.
 */
export const problems = {
  // 2 usage: the command line or a configuration asks for something that cannot be
  'usage/value': { exit: 2, says: '{flag} {value} is not valid', todo: 'give {expected}' },
  'usage/no-value': { exit: 2, says: '{flag} has no value', todo: 'give {expected}' },
  'usage/unwanted-value': { exit: 2, says: '{flag} takes no value but got {value}', todo: 'leave it out' },
  'usage/unknown-flag': { exit: 2, says: 'there is no flag {flag}', todo: '{hint}' },
  'usage/repeated': { exit: 2, says: '{flag} is given {times} times ({values})', todo: 'give it once' },
  'usage/conflict': {
    exit: 2,
    says: '{flag} and {other} contradict each other',
    todo: 'leave one of them out',
  },
  'usage/missing-argument': { exit: 2, says: 'too little is given', todo: 'write {usage}' },
  'usage/extra-argument': { exit: 2, says: '{value} is one argument too many', todo: 'write {usage}' },
  'usage/unknown-command': { exit: 2, says: 'there is no command {command}', todo: '{hint}' },
  'inspect/state': {
    exit: 2,
    says: 'this network has no state called {state}',
    todo: 'choose --state from {known}',
  },
  'inspect/cell': {
    exit: 2,
    says: 'there is no cell {cell} in this network of {layers} layer(s) of {units} units with {states}',
    todo: 'count layers and units from 1, and name the state with --state',
  },
  'inspect/feature': {
    exit: 2,
    says: '--feature {name} is not a feature',
    todo: 'choose from {known}, or give NAME=/regex/',
  },
  'inspect/regex': {
    exit: 2,
    says: '--feature {name}: {pattern} is not a regular expression ({reason})',
    todo: 'write it as JavaScript does',
  },
  'inspect/hold': {
    exit: 2,
    says: '{cell} is a gate, which follows from the state and cannot be held',
    todo: 'name an h or c cell',
  },
  'run/exists': {
    exit: 2,
    says: '{directory} holds a run already',
    todo: 'go on with it by --resume {directory}, or give another --out',
  },

  // 3 corpus or text
  'corpus/missing': { exit: 3, says: '{file} does not exist', todo: 'check the path' },
  'corpus/empty': { exit: 3, says: '{file} is empty', todo: 'give a text of at least two characters' },
  'corpus/one-symbol': {
    exit: 3,
    says: '{file} holds no character but {character}',
    todo: 'give a text with at least two different characters',
  },
  'corpus/symbols': {
    exit: 3,
    says: '{file} holds {count} different characters, more than {most}',
    todo: 'raise --min-count or use --tokens bytes',
  },
  'corpus/no-match': {
    exit: 3,
    says: '{directory} holds no file{wanted}',
    todo: 'check the path and --include',
  },
  'corpus/undecodable': {
    exit: 3,
    says: '{file} is not {encoding}, byte {offset} is {byte}',
    todo: 'give another --encoding (utf8, latin1, utf16le) or use --tokens bytes',
  },
  'corpus/gzip': {
    exit: 3,
    says: '{file} is not whole gzip data ({code})',
    todo: 'compress the text again, or give it uncompressed',
  },
  'corpus/too-large': {
    exit: 3,
    says: '{file} unfolds to more than {bytes} bytes',
    todo: 'decompress it and give the file itself, if it is what you expect',
  },
  'corpus/foreign': {
    exit: 3,
    says: '{file} holds {unknown} characters the model does not know, and hardly any that it does',
    todo: 'give a text in the characters the model was trained on',
  },
  'corpus/unknown': {
    exit: 3,
    says: '{file} holds {character} in line {line}, which is not among the {size} characters the model knows',
    todo: 'give a text in the characters the model was trained on',
  },
  'text/unknown': {
    exit: 3,
    says: 'character {position}, {character}, is not among the {size} the model knows',
    todo: 'take it out, or pass --skip-unknown',
  },
  'inspect/short': {
    exit: 3,
    says: '{name} has {characters} characters the model knows, too few for this view',
    todo: 'give at least {least}',
  },
  'inspect/text': {
    exit: 3,
    says: '{model} was trained without validation text, or its corpus is no longer where it was',
    todo: 'name a text behind the model',
  },
  'inspect/decisions': {
    exit: 3,
    says: 'the feature {feature} never ends in {name}, so there is nothing to decide',
    todo: 'choose another --feature or a longer text',
  },
  'eval/training-text': {
    exit: 3,
    says: 'the training text of {model} is not known ({why})',
    todo: 'give it with --train FILE',
  },
  'labels/csv': {
    exit: 3,
    says: '{file} is not a CSV of labels ({reason})',
    todo: 'give a header and one row per character',
  },
  'labels/length': {
    exit: 3,
    says: '{file} has {rows} rows of labels for {characters} characters of text',
    todo: 'give a header and one row per character (with --limit, of those that are read)',
  },
  'labels/number': {
    exit: 3,
    says: '{file} row {row}, column {column}: {value} is not a number',
    todo: 'write a number for every character',
  },
  'resume/changed': {
    exit: 3,
    says: '{file} is not the text that the run in {directory} was trained on',
    todo: 'restore that text, or start a new run on this one with --init-from {directory}',
  },
  'resume/stdin': {
    exit: 3,
    says: 'the run in {directory} was trained on standard input, which is gone',
    todo: 'give the same text again: char-rnn train FILE --resume {directory}',
  },

  // 4 checkpoint
  'resume/weights-only': {
    exit: 4,
    says: '{file} holds a model but not the state of its training',
    todo: 'start a new run with --init-from {file}',
  },
  'init/shape': {
    exit: 4,
    says: '{file} is a model with {flag} {has}, not {asked}',
    todo: 'leave {flag} out',
  },
  'init/vocabulary': {
    exit: 4,
    says: '{file} holds weights without their symbols, and {vocabulary} cannot be used: {why}',
    todo: 'put the symbols beside the weights as vocabulary.json: ["\\n", " ", "a", ...], in the order of their ids',
  },
  'init/tokens': {
    exit: 4,
    says: '{file} reads {has}, not {asked}',
    todo: 'give --tokens {has}',
  },
  'checkpoint/missing': {
    exit: 4,
    says: '{file} does not exist',
    todo: 'give a checkpoint file or a run directory',
  },
  'checkpoint/not-a-file': {
    exit: 4,
    says: '{file} is not a regular file',
    todo: 'give a checkpoint file or a run directory',
  },
  'checkpoint/none': {
    exit: 4,
    says: '{directory} holds no checkpoint',
    todo: 'give the directory of a run that has saved one',
  },
  'checkpoint/foreign': {
    exit: 4,
    says: '{file} holds tensors, but no char-rnn model (its metadata has no format: char-rnn)',
    todo: 'to start training from its weights, use train --init-from',
  },
  'checkpoint/version': {
    exit: 4,
    says: '{file} is a checkpoint of version {version}, and this program reads version 1',
    todo: 'use the program that wrote it',
  },
  'checkpoint/digest': {
    exit: 4,
    says: '{file} is damaged: its content does not match its SHA-256',
    todo: 'copy it again, or use another checkpoint of the run',
  },
  'checkpoint/field': {
    exit: 4,
    says: '{file}: field {field} of the metadata cannot be used: {why}',
    todo: 'use another checkpoint',
  },
  'checkpoint/tensor': {
    exit: 4,
    says: '{file}: tensor {tensor} cannot be used: {why}',
    todo: 'use another checkpoint',
  },
  'checkpoint/training': {
    exit: 4,
    says: 'the state of training in the checkpoint cannot be used: {why}',
    todo: 'resume from another checkpoint of the run, or begin anew with its weights by --init-from',
  },
  'safetensors/short': {
    exit: 4,
    says: '{file} is no safetensors file: it has only {size} bytes',
    todo: 'give a checkpoint that was written to its end',
  },
  'safetensors/length': {
    exit: 4,
    says: '{file} is no safetensors file: bytes 0-7 announce a header of {length} bytes, where 2 to {limit} are possible',
    todo: 'give a checkpoint, or copy it again',
  },
  'safetensors/header': {
    exit: 4,
    says: '{file}: the header from byte 8 on is not the JSON it should be: {why}',
    todo: 'give a checkpoint, or copy it again',
  },
  'safetensors/metadata': {
    exit: 4,
    says: '{file}: __metadata__ in the header is not a table of strings',
    todo: 'give a checkpoint, or copy it again',
  },
  'safetensors/count': {
    exit: 4,
    says: '{file}: the header lists {count} tensors, and {limit} is the most that are read',
    todo: 'give a checkpoint of a character model',
  },
  'safetensors/tensor': {
    exit: 4,
    says: '{file}: tensor {tensor} cannot be read: {why}',
    todo: 'give a checkpoint, or copy it again',
  },
  'safetensors/size': {
    exit: 4,
    says: '{file}: the tensors take {expected} bytes, and {size} follow the header',
    todo: 'the file was cut or added to; copy it again',
  },
  'run/none': {
    exit: 4,
    says: '{directory} holds no run (it has no config.json)',
    todo: 'give the --out directory of an earlier train',
  },
  'run/config': {
    exit: 4,
    says: '{file} cannot be used: {why}',
    todo: 'restore it, or start a new run with --init-from and a checkpoint of this one',
  },

  // 5 disk
  'disk/full': {
    exit: 5,
    says: '{file}: {call} failed, the disk or what you may use of it is full',
    todo: 'make room, then go on with --resume',
  },
  'disk/denied': {
    exit: 5,
    says: '{file}: {call} is not permitted ({code})',
    todo: 'check owner and permissions, or choose another place',
  },
  'disk/place': {
    exit: 5,
    says: '{file}: {call} failed, {why}',
    todo: 'check the path, or choose another place',
  },
  'disk/failed': {
    exit: 5,
    says: '{file}: {call} failed ({code})',
    todo: 'check the disk, then go on with --resume',
  },

  // 6 training diverged
  'train/diverged': {
    exit: 6,
    says: 'step {step}: {what} is {value}, training has diverged and the step was not taken',
    todo: 'lower --lr (now {lr}) or --clip-norm, and go on from the last good checkpoint with --resume',
  },

  // 7 run directory in use
  'run/locked': {
    exit: 7,
    says: '{directory} is in use by process {pid} on {host}',
    todo: 'wait for it or stop it; if it is surely gone, delete {lock}',
  },
} as const satisfies Record<string, ProblemKind>;
