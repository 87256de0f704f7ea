import { userError } from '../../core/errors.js';
import { count } from '../../core/format.js';
import { textParts } from '../../data/splits.js';
import { unwatched } from '../../core/watch.js';
import { materialOf } from '../../material/index.js';
import type { Opened } from '../../material/material.js';
import { sizesOf } from '../../runs/own-files.js';
import { costOf } from '../../train/plan/cost.js';
import { measureSteps } from '../../train/plan/measure-steps.js';
import { planTask } from '../../train/plan/plan-task.js';
import { planTraining, type Plan, type PlannedText } from '../../train/plan/plan.js';
import { whatIsRead } from '../../tasks/reads.js';
import type { TrainOptions } from '../../train/options.js';
import { backendOf } from '../backend.js';
import { trainOptions } from './options.js';
import { existingDirectory } from './prepared-run.js';
import { purposeOfRequest } from '../purpose.js';
import type { TrainRequest } from './request.js';
import { startThreads } from './threads.js';

/** Seconds that the speed is measured for, and the most of the budget that may take. */
const [MEASURED, SHARE] = [1.5, 0.05] as const;

/** The speed for which a network is chosen to be measured: half of that of two cores with a BLAS. */
const EXPECTED = 1e10;

/**
 * Whether a new run is planned: it has a budget, of minutes or for a text without a network of epochs, and neither a
 * preset, a number of steps, another model's weights nor lines as examples.
 */
export function isPlanned(request: TrainRequest): boolean {
  const any = (...keys: (keyof TrainRequest)[]) => keys.some((key) => request[key] !== undefined);
  if (any('preset', 'steps', 'initFrom', 'lines')) return false;
  if (purposeOfRequest(request) !== 'text') return any('minutes') && !any('epochs');
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
  const material = materialOf(request);
  const options = trainOptions(request, material);
  const { watch = unwatched } = request;
  const workDirectory = existingDirectory(request.out ?? '.');
  const data = await material.open(material.request(request), { options, workDirectory, watch });
  try {
    const plan = await planOf(request, options, data);
    return { options: plan.options, reasons: reasons(plan, data) };
  } finally {
    data.close();
  }
}

/** Makes the plan of data that are open: measures the speed of real steps here, where the budget is time. */
export async function planOf(request: TrainRequest, base: TrainOptions, data: Opened): Promise<Plan> {
  const given = new Set(
    Object.keys(request).filter((key) => request[key as keyof TrainRequest] !== undefined),
  );
  const { minutes, epochs } = request;
  if (purposeOfRequest(request) !== 'text') {
    const options = data.complete(base);
    const { stepsPerSecond, train, validation } = await measure(request, options, data);
    const task = {
      windows: train.windows,
      heldOut: (validation?.count ?? 0) / train.count,
      isTable: options.model.images === undefined,
    };
    return planTask(options, given, task, { minutes: minutes!, stepsPerSecond });
  }
  const text = plannedText(base, data);
  if (minutes === undefined) return planTraining(base, given, text, { epochs });
  const plan = (speed: number) => planTraining(base, given, text, { epochs, time: { minutes, speed } });
  const { options } = plan(EXPECTED);
  const { stepsPerSecond, T, B } = await measure(request, options, data);
  const config = { ...options.model, vocabulary: text.vocabulary };
  return plan(stepsPerSecond * T * B * costOf(config, options));
}

/** Steps per second with the threads that the run will have, in a memory of their own, and the data they are taken on. */
async function measure(request: TrainRequest, options: TrainOptions, data: Opened) {
  const available = await backendOf(request.backend ?? 'auto');
  const divided = data.data(options, available.memory);
  const outputs = data.labels && { outputs: data.labels.length };
  const config = {
    ...options.model,
    vocabulary: data.vocabulary.size,
    ...outputs,
    ...divided.model,
  };
  const chooseEngine = await startThreads(request.threads ?? 'auto', available.name, options);
  const { backend, engine } = await chooseEngine(options, config, available);
  const seconds = Math.min(MEASURED, request.minutes! * 60 * SHARE);
  const setup = { ...backend, ...engine };
  const stepsPerSecond = await measureSteps(options, config, divided, { ...setup, seconds });
  return { stepsPerSecond, ...divided };
}

function plannedText({ split }: TrainOptions, { origin, vocabulary }: Opened): PlannedText {
  const { train, validation } = textParts(origin.characters, split, sizesOf(origin.own));
  const characters = Math.max(1, train[1]);
  return { characters, vocabulary: vocabulary.size, heldOut: (validation[1] - validation[0]) / characters };
}

/** What was planned, and why: two lines. */
export function reasons({ options, passes, endsEarly }: Plan, data: Opened): string[] {
  const { plan, steps, model } = options;
  const isText = whatIsRead({ model, task: data.task }) === 'texts';
  const amount = isText ? `${count(plannedText(options, data).characters)} characters` : 'the rows';
  const over = `${formatPasses(passes)} over ${model.images ? 'the images' : amount}`;
  const early = endsEarly ? ', after which it would only overfit' : '';
  const minutes = plan && `${plan.minutes} minute${plan.minutes === 1 ? '' : 's'}`;
  const budget = plan
    ? `${minutes} at ${speedOf(options, isText)} are ${over} (${count(steps!)} steps)`
    : over;
  return [`plan     ${networkOf(options)}: ${budget}${early}`, `         ${settingsOf(options)}`];
}

/** `LSTM 1×256`. */
const networkOf = ({ model }: TrainOptions): string =>
  model.images && !model.images.network.includes('lstm') && model.images.network !== 'captions'
    ? model.images.network
    : `${model.cell.toUpperCase()} ${model.layers}×${model.hidden}${model.ngrams ? ` with ${model.ngrams.order}-grams` : ''}`;

function speedOf({ plan, seq, batch }: TrainOptions, isText: boolean): string {
  const { stepsPerSecond } = plan!;
  if (!isText) return `${Number(stepsPerSecond.toPrecision(3))} steps/s`;
  return `${count(Math.round(stepsPerSecond * seq * batch))} characters/s`;
}

/** `dropout .2 and weight dropout .2, since the text repeats; rate .01, cosine to zero`. */
function settingsOf({ model, optimizer, lr, schedule }: TrainOptions): string {
  const dropped = [
    ...(model.dropout > 0 ? [`dropout ${model.dropout}`] : []),
    ...(model.ngrams?.dropout ? [`n-gram dropout ${model.ngrams.dropout}`] : []),
    ...(model.inputDropout ? [`input dropout ${model.inputDropout}`] : []),
    ...(model.weightDropout ? [`weight dropout ${model.weightDropout}`] : []),
  ];
  const drop = dropped.length > 0 ? `${dropped.join(', ')}, since the data repeats` : 'no dropout';
  const end = schedule.name === 'cosine' ? ' to zero' : '';
  const decay = optimizer.name === 'adamw' ? `, decay ${optimizer.weightDecay}` : '';
  return `${drop}; ${optimizer.name}, rate ${lr}${decay}, ${schedule.name}${end}`;
}

function formatPasses(passes: number): string {
  if (passes < 0.995) return `${Math.max(1, Math.round(passes * 100))} % of a pass`;
  const rounded = passes < 10 ? passes.toFixed(1).replace('.0', '') : count(Math.round(passes));
  return `${rounded} pass${rounded === '1' ? '' : 'es'}`;
}
