import type { Client } from '../client.js';
import { buttonById, byId, count } from '../elements.js';
import type { Baselines, NamedText, Network, Progress } from '../protocol.js';
import { createComparison, type Comparison } from './comparison.js';
import { createCurve, type Curve, type Line } from './curve.js';
import { createSettings, type Settings } from './settings.js';
import { createTurn, type Turn } from './turn.js';

/** Training: its settings, its buttons, its figures and the curve of the loss. */
export interface TrainPanel {
  /** Whether steps are being taken. */
  running(): boolean;
  /** Whether a network is being trained here, running or not. */
  used(): boolean;
  /** Starts, continues or pauses. */
  toggle(): void;
  step(): void;
  /** A file is about to be loaded: ends the training. */
  reset(): void;
  redraw(): void;
}

/** `none`: no training yet; `starting`: the worker prepares it. */
type Stage = 'none' | 'starting' | 'running' | 'paused' | 'ended';

/** What the panel asks of the page. */
export interface TrainHooks {
  text(): NamedText;
  /** The stage is another one. */
  changed(): void;
  /** Whether the network shown is the one that the page opens with: then training begins with a new one. */
  isOpening(): boolean;
  /** That network goes, and the worker is to be a new one. */
  leaveOpening(): void;
  /** Training begins. */
  began(): void;
}

/** The state shared by the parts of the panel. */
interface Training {
  readonly client: Client;
  readonly hooks: TrainHooks;
  readonly settings: Settings;
  readonly curve: Curve;
  readonly turn: Turn;
  readonly comparison: Comparison;
  stage: Stage;
  /** Whether the network comes from a file. */
  loaded: boolean;
  /** What follows when the worker has prepared the training. */
  then: 'run' | 'step';
}

/** `counter`: a worker that measures what the loss is compared with. */
export function createTrainPanel(client: Client, counter: Client, hooks: TrainHooks): TrainPanel {
  const [settings, curve, turn] = [createSettings(), createCurve(byId('curve')), createTurn(client)];
  const comparison = createComparison(counter, (baselines) => curve.compare(linesOf(baselines)));
  const begin = { stage: 'none', loaded: false, then: 'run' } as const;
  const training: Training = { client, hooks, settings, curve, turn, comparison, ...begin };
  listenToWorker(training);
  buttonById('train').addEventListener('click', () => toggle(training));
  buttonById('step').addEventListener('click', () => proceed(training, 'step'));
  buttonById('again').addEventListener('click', () => {
    client.restart();
    reset(training);
  });
  showStage(training);
  return {
    running: () => training.stage === 'running',
    used: () => training.stage !== 'none',
    toggle: () => toggle(training),
    step() {
      if (!buttonById('step').disabled) proceed(training, 'step');
    },
    reset: () => reset(training),
    redraw: curve.redraw,
  };
}

function enter(training: Training, stage: Stage): void {
  training.stage = stage;
  showStage(training);
  training.hooks.changed();
}

const LABELS = { none: 'Train', starting: 'Pause', running: 'Pause', paused: 'Go on', ended: 'Ended' };

function showStage({ stage, loaded, settings }: Training): void {
  const isBusy = stage === 'running' || stage === 'starting';
  const go = buttonById('train');
  go.textContent = LABELS[stage];
  go.setAttribute('aria-pressed', String(isBusy));
  go.disabled = stage === 'ended';
  buttonById('step').disabled = isBusy || stage === 'ended';
  buttonById('again').disabled = stage === 'none' && !loaded;
  settings.lock(stage !== 'none' || loaded);
}

function start(training: Training, what: 'run' | 'step'): void {
  const { client, hooks, settings, loaded } = training;
  if (hooks.isOpening()) hooks.leaveOpening();
  training.then = what;
  note('');
  enter(training, 'starting');
  hooks.began();
  const [text, options] = [hooks.text(), settings.options()];
  client.send({ type: loaded ? 'continue' : 'new', text, options });
}

function proceed(training: Training, what: 'run' | 'step'): void {
  if (training.stage === 'none') return start(training, what);
  enter(training, what === 'run' ? 'running' : 'paused');
  training.client.send({ type: what });
}

function toggle(training: Training): void {
  const { stage, client } = training;
  if (stage === 'none' || stage === 'paused') return proceed(training, 'run');
  if (stage !== 'running') return;
  client.send({ type: 'pause' });
  enter(training, 'paused');
}

function reset(training: Training): void {
  training.loaded = false;
  training.curve.clear();
  training.turn.clear();
  training.comparison.clear();
  showProgress(null);
  note('');
  byId('epoch-length').textContent = '';
  enter(training, 'none');
}

function listenToWorker(training: Training): void {
  const { client, settings, curve } = training;
  client.on('opened', ({ network }) => {
    if (training.hooks.isOpening()) return;
    if (network.trained) settings.show(network.trained.options);
    else settings.showModel(network.config);
    if (training.stage !== 'starting') {
      training.loaded = true;
      showLoaded(network);
    }
    enter(training, training.stage);
  });
  client.on('training', ({ training: { notes, stepsPerEpoch, threads } }) => {
    note(notes.join(' · '));
    byId('epoch-length').textContent =
      `epoch of ${count(stepsPerEpoch)} steps · ${threads} thread${threads > 1 ? 's' : ''}`;
    enter(training, 'paused');
    proceed(training, training.then);
    training.comparison.begin(training.hooks.text(), settings.options());
  });
  client.on('progress', ({ progress }) => {
    showProgress(progress);
    curve.add(progress.steps, progress.losses);
    training.comparison.show(progress.smoothLoss, false);
  });
  client.on('eval', ({ step, epoch, split, loss }) => {
    if (split !== 'validation') return;
    training.turn.add({ step, epoch, loss });
    figure('validation', loss.toFixed(3), loss);
    curve.validate(step, loss);
    training.comparison.show(loss, true);
  });
  client.on('ended', () => enter(training, 'ended'));
  client.on('error', ({ line, id }) => {
    if (id !== undefined) return;
    note(line);
    enter(training, training.stage === 'starting' || training.stage === 'none' ? 'none' : 'paused');
  });
}

/** The baselines as lines of the plot. */
function linesOf(baselines: Baselines | null): Line[] {
  if (baselines === null) return [];
  const { guessing, counting, ngram } = baselines;
  return [
    { name: 'guessing', loss: guessing },
    { name: 'counting letters', loss: counting },
    { name: `${ngram.context + 1}-gram`, loss: ngram.loss },
  ];
}

function note(text: string): void {
  byId('train-note').textContent = text;
}

/** A figure, and the exact number as its title. */
function figure(id: string, text: string, exact?: number): void {
  const element = byId(`figure-${id}`);
  element.textContent = text;
  element.title = exact === undefined ? '' : String(exact);
}

function showProgress(progress: Progress | null): void {
  if (progress === null) {
    for (const id of ['step', 'epoch', 'loss', 'validation', 'rate']) figure(id, '–');
    return;
  }
  const { step, epoch, loss, charactersPerSecond } = progress;
  figure('step', count(step), step);
  figure('epoch', epoch.toFixed(2), epoch);
  figure('loss', loss.toFixed(3), loss);
  figure('rate', count(charactersPerSecond), charactersPerSecond);
}

function showLoaded({ trained }: Network): void {
  showProgress(null);
  if (trained) figure('step', count(trained.step), trained.step);
}
