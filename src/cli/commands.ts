import type { CommandSpec, FlagTable, Parsed, Values } from './options/flag.js';
import type { commonFlags } from './options/common.js';
import { compareCommand } from './options/compare.js';
import { completionCommand } from './options/completion.js';
import { evalCommand } from './options/eval.js';
import { exportCommand } from './options/export.js';
import { inspectCommand } from './options/inspect.js';
import { sampleCommand } from './options/sample.js';
import { serveCommand } from './options/serve.js';
import { sweepCommand } from './options/sweep.js';
import { trainCommand } from './options/train.js';
import type { Console } from './terminal/console.js';
import { loadWatchdog } from './terminal/signals.js';

/** The function that a file of commands/ exports. It resolves to an exit code, or to nothing for 0. */
export type Command<Table extends FlagTable> = (
  parsed: Parsed<Table>,
  console: Console,
) => Promise<number | void>;

/** A command's flags, and a function that runs it on the arguments after its name. */
export interface CommandEntry {
  readonly spec: CommandSpec;
  run(args: readonly string[]): Promise<number>;
}

/** All commands, in the order of --help. */
export const commands: readonly CommandEntry[] = [
  entry(trainCommand, async () => (await import('./commands/train.js')).train),
  entry(sampleCommand, async () => (await import('./commands/sample.js')).sample),
  entry(inspectCommand, async () => (await import('./commands/inspect.js')).inspect),
  entry(evalCommand, async () => (await import('./commands/eval.js')).evaluateModel),
  entry(exportCommand, async () => (await import('./commands/export.js')).exportModel),
  entry(sweepCommand, async () => (await import('./commands/sweep.js')).sweep),
  entry(compareCommand, async () => (await import('./commands/compare.js')).compare),
  entry(serveCommand, async () => (await import('./commands/serve.js')).serve),
  entry(completionCommand, async () =>
    (await import('./commands/completion.js')).completionOf(commands.map(({ spec }) => spec)),
  ),
];

/** Heavy modules are imported when a command runs, so that --help need not load them. */
function entry<Table extends FlagTable & typeof commonFlags>(
  spec: CommandSpec<Table>,
  load: () => Promise<Command<Table>>,
): CommandEntry {
  return {
    spec: spec as unknown as CommandSpec,
    async run(args) {
      loadWatchdog();
      const [{ parse }, { openConsole }] = await Promise.all([
        import('./options/parse.js'),
        import('./terminal/console.js'),
      ]);
      const parsed = parse(spec, args);
      const { color, debug } = parsed.values as Values<typeof commonFlags>;
      const { refuseRunFiles, refuseToOverwriteInputs } = await import('../app/outputs.js');
      const values = parsed.values as Values<FlagTable>;
      refuseToOverwriteInputs(values, parsed.files);
      refuseRunFiles(values, values['resume'] as string | undefined);
      if (debug) for (const line of parsed.overridden) process.stderr.write(`${line}\n`);
      const [console, command] = await Promise.all([openConsole(color), load()]);
      try {
        const code = (await command(parsed, console)) ?? 0;
        await console.out.flush();
        return code;
      } finally {
        console.close();
      }
    },
  };
}
