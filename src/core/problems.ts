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

  // 3 corpus or text
  'corpus/missing': { exit: 3, says: '{file} does not exist', todo: 'check the path' },
  'corpus/empty': { exit: 3, says: '{file} is empty', todo: 'give a text of at least two characters' },

  // 4 checkpoint

  // 5 disk

  // 6 training diverged
  'train/diverged': {
    exit: 6,
    says: 'step {step}: {what} is {value}, training has diverged and the step was not taken',
    todo: 'lower --lr (now {lr}) or --clip-norm, and go on from the last good checkpoint with --resume',
  },

  // 7 run directory in use
} as const satisfies Record<string, ProblemKind>;
