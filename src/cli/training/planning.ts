import { count } from '../../core/format.js';
import { measureSpeed } from '../../train/plan/measure-speed.js';
import { planTraining, type Plan, type PlannedText } from '../../train/plan/plan.js';
import type { TrainOptions } from '../../train/options.js';
import { backendOf } from '../choose-backend.js';
import { startThreads } from './threads.js';
import type { TrainValues } from '../options/train.js';
import type { TrainArguments } from './training.js';
import type { TrainingSource } from './training-source.js';

/** Seconds that the speed is measured for, and the most of the budget that may take. */
const [MEASURED, SHARE] = [1.5, 0.05] as const;

/**
 * Whether a new run is planned: it has a budget, of minutes or else of epochs without a network, and neither a preset,
 * a number of steps, another model's weights nor another task.
 */
export function isPlanned({ values, given }: Pick<TrainArguments, 'values' | 'given'>): boolean {
  const any = (...keys: (keyof TrainValues)[]) => keys.some((key) => given.has(key));
  if (values.task !== 'language' || any('preset', 'steps', 'initFrom', 'resume')) return false;
  return any('minutes') || (any('epochs') && !any('cell', 'hidden', 'layers', 'embedding'));
}

/**
 * Makes the plan of a text: measures the speed of real steps here, of a network such as will be planned, where the
 * budget is time.
 */
export async function planOf(
  { values, given }: TrainArguments,
  base: TrainOptions,
  corpus: TrainingSource,
): Promise<Plan> {
  const text = plannedText(base, corpus);
  const { minutes, epochs } = values;
  if (minutes === undefined) return planTraining(base, given, text, { epochs });
  const expected = planTraining(base, given, text, { epochs, time: { minutes, speed: EXPECTED } });
  const backend = await backendOf(values.backend);
  const chooseEngine = await startThreads(values.threads, backend.name, expected.options);
  const { engine } = await chooseEngine({ vocabulary: text.vocabulary }, backend);
  const seconds = Math.min(MEASURED, minutes * 60 * SHARE);
  const speed = await measureSpeed(expected.options, text.vocabulary, seconds, { ...backend, ...engine });
  return planTraining(base, given, text, { epochs, time: { minutes, speed } });
}

/** The speed for which a network is chosen to be measured: half of that of two cores with a BLAS. */
const EXPECTED = 1e10;

function plannedText({ split }: TrainOptions, { origin, vocabulary }: TrainingSource): PlannedText {
  const symbols = origin.characters;
  const [validation, test] = [split.validation, split.test].map((share) => Math.floor(symbols * share));
  const characters = Math.max(1, symbols - validation! - test!);
  return { characters, vocabulary: vocabulary.size, heldOut: validation! / characters };
}

/** What was planned, and why: two lines. */
export function reasons(
  { options, passes, charactersPerSecond, endsEarly }: Plan,
  corpus: TrainingSource,
): string[] {
  const { model, plan, steps, lr, schedule } = options;
  const { characters } = plannedText(options, corpus);
  const network = `${model.cell.toUpperCase()} ${model.layers}×${model.hidden}`;
  const over = `${formatPasses(passes)} over ${count(characters)} characters`;
  const budget = plan
    ? `${plan.minutes} minute${plan.minutes === 1 ? '' : 's'} at ${count(charactersPerSecond!)} characters/s are ` +
      `${over} (${count(steps!)} steps)`
    : over;
  const early = endsEarly ? ', after which it would only overfit' : '';
  const dropped = [
    ...(model.dropout > 0 ? [`dropout ${model.dropout}`] : []),
    ...(model.weightDropout ? [`weight dropout ${model.weightDropout}`] : []),
  ];
  const drop = dropped.length > 0 ? `${dropped.join(' and ')}, since the text repeats` : 'no dropout';
  return [
    `plan     ${network}: ${budget}${early}`,
    `         ${drop}; rate ${lr}, ${schedule.name}${schedule.name === 'cosine' ? ' to zero' : ''}`,
  ];
}

function formatPasses(passes: number): string {
  if (passes < 0.995) return `${Math.max(1, Math.round(passes * 100))} % of a pass`;
  const rounded = passes < 10 ? passes.toFixed(1).replace('.0', '') : count(Math.round(passes));
  return `${rounded} pass${rounded === '1' ? '' : 'es'}`;
}
