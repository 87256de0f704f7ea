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
  'usage/value': { exit: 2, says: '{flag} {value} is not {expected}', todo: 'give {expected}' },
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
  'inspect/short': {
    exit: 3,
    says: '{name} has {characters} characters the model knows, too few for this view',
    todo: 'give at least {least}',
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
  'corpus/unknown': {
    exit: 3,
    says: '{file} holds {character} in line {line}, which is not among the {size} characters the model knows',
    todo: 'take it out, or pass --skip-unknown',
  },
  'text/unknown': {
    exit: 3,
    says: 'character {position}, {character}, is not among the {size} the model knows',
    todo: 'take it out, or pass --skip-unknown',
  },

  // 4 checkpoint

  // 5 disk
  'disk/read': {
    exit: 5,
    says: '{file} cannot be read ({code})',
    todo: 'check its permissions and its disk',
  },
  'disk/temporary': {
    exit: 5,
    says: 'no temporary file can be written in {directory} ({code})',
    todo: 'make room on that disk and check its permissions',
  },

  // 6 training diverged
  'train/diverged': {
    exit: 6,
    says: 'step {step}: {what} is {value}, training has diverged and the step was not taken',
    todo: 'lower --lr (now {lr}) or --clip-norm, and go on from the last good checkpoint with --resume',
  },

  // 7 run directory in use
} as const satisfies Record<string, ProblemKind>;
