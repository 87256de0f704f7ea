/** The arguments of `npm run paper`. */
export interface PaperArguments {
  readonly text: string;
  /** Hours of training, all runs and all sessions together. */
  readonly hours: number;
  readonly docs: string;
  readonly runs: string | undefined;
  /** Hidden sizes of the LSTMs. */
  readonly sizes: readonly string[];
  /** Flags of sweep. */
  readonly flags: readonly string[];
  /** The command line as typed. */
  readonly typed: readonly string[];
}

/** The paper's own grid. */
const GRID = { preset: 'karpathy-2015', cell: 'lstm,rnn,gru', layers: '1,2,3', hidden: '64,128,256,512' };

/**
 * Reads `TEXT [--hours H] [--docs DIR] [--runs DIR] [--flag-of-sweep value]...`; exits with code 2 for anything else.
 */
export function readArguments(typed: readonly string[]): PaperArguments {
  const flags = new Map<string, string>(Object.entries(GRID));
  const texts: string[] = [];
  for (let i = 0; i < typed.length; i++) {
    const word = typed[i]!;
    if (!word.startsWith('--')) texts.push(word);
    else if (typed[i + 1] === undefined) refuse(`${word} has no value`);
    else flags.set(word.slice(2), typed[++i]!);
  }
  if (texts.length !== 1) refuse('one text is needed: npm run paper -- corpora/moby-dick.txt --hours 2');
  const take = (name: string): string | undefined => {
    const value = flags.get(name);
    flags.delete(name);
    return value;
  };
  const hours = Number(take('hours') ?? Infinity);
  if (!(hours > 0)) refuse('--hours is not a number above 0');
  const [docs, runs, hidden] = [take('docs') ?? 'docs', take('runs'), take('hidden')!];
  return {
    text: texts[0]!,
    hours,
    docs,
    runs,
    typed,
    sizes: hidden.split(','),
    flags: [...flags].flatMap(([name, value]) => [`--${name}`, value]),
  };
}

function refuse(why: string): never {
  console.error(`paper: ${why}`);
  process.exit(2);
}
