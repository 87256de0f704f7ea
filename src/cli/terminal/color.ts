import { Chalk, type ChalkInstance } from 'chalk';
import type { ColorChoice } from '../options/common.js';

/** What determines the color of a stream. */
interface ColorSetting {
  readonly choice: ColorChoice;
  readonly env: NodeJS.ProcessEnv;
  readonly isTTY: boolean;
  /** Bits of color of the terminal (1, 4, 8 or 24), where it is known. */
  readonly depth?: number | undefined;
}

/** 0 none, 1 sixteen colors, 2 two hundred and fifty-six, 3 all. */
type ColorLevel = 0 | 1 | 2 | 3;

/** --color > NO_COLOR > FORCE_COLOR > is it a terminal; TERM=dumb has none. */
export function colorLevel({ choice, env, isTTY, depth = 4 }: ColorSetting): ColorLevel {
  const terminal: ColorLevel = depth >= 24 ? 3 : depth >= 8 ? 2 : 1;
  if (choice === 'never') return 0;
  if (choice === 'always') return forced(env) || (isTTY ? terminal : 3);
  if (env['NO_COLOR']) return 0;
  if (env['FORCE_COLOR'] !== undefined) return forced(env);
  return isTTY && depth > 1 && env['TERM'] !== 'dumb' ? terminal : 0;
}

/** FORCE_COLOR=0 or =false turns color off, 1 to 3 ask for a level, anything else for plain color. */
function forced(env: NodeJS.ProcessEnv): ColorLevel {
  const asked = env['FORCE_COLOR'];
  if (asked === undefined || asked === '0' || asked === 'false') return 0;
  return asked === '2' ? 2 : asked === '3' ? 3 : 1;
}

/** A Chalk for one stream; stdout and stderr may differ, as one of them may be a pipe. */
export function chalkFor(stream: NodeJS.WriteStream, choice: ColorChoice): ChalkInstance {
  const isTTY = stream.isTTY === true;
  const depth = isTTY ? stream.getColorDepth() : undefined;
  return new Chalk({ level: colorLevel({ choice, env: process.env, isTTY, depth }) });
}
