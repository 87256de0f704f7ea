import { unitsOf, type Units } from '../../tasks/units.js';
import type { ReadRun } from './read-run.js';

/** The units of the runs in a comparison. */
export interface ComparedUnits {
  /** `losses in nats per character`, of runs on several materials all their units. */
  readonly losses: string;
  /** The head of the column of speeds: `char/s` where all runs have that unit. */
  readonly speed: string;
  /** What follows the speed of a run where the head cannot name its unit: ` char/s`. */
  afterSpeed(run: ReadRun): string;
}

export function comparedUnits(runs: readonly ReadRun[]): ComparedUnits {
  const units = runs.map(unitsOfRun).filter((unit) => unit !== undefined);
  const speeds = [...new Set(units.map(shortSpeed))];
  const predictions = [...new Set(units.map(({ prediction }) => prediction))].sort();
  return {
    losses: `losses in nats per ${predictions.join(', ') || 'prediction'}`,
    speed: speeds.length === 1 ? speeds[0]! : 'speed',
    afterSpeed(run) {
      const own = unitsOfRun(run);
      return own && run.row.characters_per_second !== null && speeds.length > 1 ? ` ${shortSpeed(own)}` : '';
    },
  };
}

function unitsOfRun({ config }: ReadRun): Units | undefined {
  if (config === undefined) return undefined;
  const { tokens, table } = config.environment.corpus;
  return unitsOf({ tokens, task: table?.task, network: config.options.model.images?.network });
}

const shortSpeed = ({ speed }: Units): string => `${speed === 'character' ? 'char' : speed}/s`;
