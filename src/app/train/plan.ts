import { userError } from '../../core/errors.js';
import { count } from '../../core/format.js';
import { unwatched } from '../../core/watch.js';
import { materialOf } from '../../material/index.js';
import type { Opened } from '../../material/material.js';
import { measureSpeed } from '../../train/plan/measure-speed.js';
import { planTraining, type Plan, type PlannedText } from '../../train/plan/plan.js';
import type { TrainOptions } from '../../train/options.js';
import { backendOf } from '../backend.js';
import { dataRequest } from './data-request.js';
import { trainOptions } from './options.js';
import { existingDirectory } from './prepared-run.js';
import { purposeOfRequest } from './purpose.js';
import type { TrainRequest } from './request.js';
import { startThreads } from './threads.js';

/** Seconds that the speed is measured for, and the most of the budget that may take. */
const [MEASURED, SHARE] = [1.5, 0.05] as const;

/**
 * Whether a new run is planned: it has a budget, of minutes or else of epochs without a network, and neither a preset,
 * a number of steps, another model's weights nor another task.
 */
export function isPlanned(request: TrainRequest): boolean {
  const any = (...keys: (keyof TrainRequest)[]) => keys.some((key) => request[key] !== undefined);
  if (purposeOfRequest(request) !== 'text' || any('preset', 'steps', 'initFrom')) return false;
  return any('minutes') || (any('epochs') && !any('cell', 'hidden', 'layers', 'embedding'));
}

/**
 * Plans a run and trains nothing: its options, and why, a line each. Throws usage/plan for a request without a budget.
 *
 * @example
 * const { options, reasons } = await planRun({ files: ['book.txt'], minutes: 15 });
 */
export async function planRun(
  request: TrainRequest,
): Promise<{ readonly options: TrainOptions; readonly reasons: readonly string[] }> {
  if (!isPlanned(request)) throw userError('usage/plan', {});
  const asked = dataRequest(request);
  const options = trainOptions(request, 'text');
  const { watch = unwatched } = request;
  const workDirectory = existingDirectory(request.out ?? '.');
  const data = await materialOf(asked).open(asked, { options, workDirectory, watch });
  try {
    const plan = await planOf(request, options, data);
    return { options: plan.options, reasons: reasons(plan, data) };
  } finally {
    data.close();
  }
}

/**
 * Makes the plan of a text: measures the speed of real steps here, of a network such as will be planned, where the
 * budget is time.
 */
export async function planOf(request: TrainRequest, base: TrainOptions, data: Opened): Promise<Plan> {
  const text = plannedText(base, data);
  const given = new Set(
    Object.keys(request).filter((key) => request[key as keyof TrainRequest] !== undefined),
  );
  const { minutes, epochs } = request;
  if (minutes === undefined) return planTraining(base, given, text, { epochs });
  const expected = planTraining(base, given, text, { epochs, time: { minutes, speed: EXPECTED } });
  const backend = await backendOf(request.backend ?? 'auto');
  const chooseEngine = await startThreads(request.threads ?? 'auto', backend.name, expected.options);
  const { engine } = await chooseEngine(expected.options, { vocabulary: text.vocabulary }, backend);
  const seconds = Math.min(MEASURED, minutes * 60 * SHARE);
  const speed = await measureSpeed(expected.options, text.vocabulary, seconds, { ...backend, ...engine });
  return planTraining(base, given, text, { epochs, time: { minutes, speed } });
}

/** The speed for which a network is chosen to be measured: half of that of two cores with a BLAS. */
const EXPECTED = 1e10;

function plannedText({ split }: TrainOptions, { origin, vocabulary }: Opened): PlannedText {
  const symbols = origin.characters;
  const [validation, test] = [split.validation, split.test].map((share) => Math.floor(symbols * share));
  const characters = Math.max(1, symbols - validation! - test!);
  return { characters, vocabulary: vocabulary.size, heldOut: validation! / characters };
}

/** What was planned, and why: two lines. */
export function reasons({ options, passes, charactersPerSecond, endsEarly }: Plan, corpus: Opened): string[] {
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
