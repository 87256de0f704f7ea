import { count, signed } from '../../core/format.js';
import type { BornFeature, OverReport } from './report.js';

/** `256 (128–512)`. */
export function bornWords({ born }: BornFeature): string {
  if (born === null) return 'never';
  return `${count(born.step)} (${count(born.from)}–${born.to === null ? 'never' : count(born.to)})`;
}

/** Whether the loss falls when the cells appear. */
export function atBirthWords({ atBirth }: OverReport): string {
  if (atBirth === null)
    return 'Too few births of features that end in this text to ask whether the loss falls with them.';
  const { fall, expected, p, births } = atBirth;
  const figures = `ln(loss before / at birth) is ${signed(fall, 3)} beyond that elsewhere, ${signed(expected, 3)} when ${births} features exchange their births (p = ${p.toFixed(3)})`;
  return p <= 0.05
    ? `The loss where a feature ends falls when its cell appears: ${figures}.`
    : `That the loss where a feature ends falls when its cell appears is not shown: ${figures}.`;
}
