import type { Client } from '../client.js';
import { buttonById, byId, count } from '../elements.js';
import type { NamedText, Network, Progress } from '../protocol.js';
import { createCurve, type Curve } from './curve.js';
import { createSettings, type Settings } from './settings.js';

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

/** The state shared by the parts of the panel. */
interface Training {
  readonly client: Client;
  readonly text: () => NamedText;
  readonly changed: () => void;
  readonly settings: Settings;
  readonly curve: Curve;
  stage: Stage;
  /** Whether the network comes from a file. */
  loaded: boolean;
  /** What follows when the worker has prepared the training. */
  then: 'run' | 'step';
}

export function createTrainPanel(client: Client, text: () => NamedText, changed: () => void): TrainPanel {
  const [settings, curve] = [createSettings(), createCurve(byId('curve'))];
  const begin = { stage: 'none', loaded: false, then: 'run' } as const;
  const training: Training = { client, text, changed, settings, curve, ...begin };
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
  training.changed();
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
  const { client, text, settings, loaded } = training;
  training.then = what;
  note('');
  enter(training, 'starting');
  client.send({ type: loaded ? 'continue' : 'new', text: text(), options: settings.options() });
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
  showProgress(null);
  note('');
  byId('epoch-length').textContent = '';
  enter(training, 'none');
}

function listenToWorker(training: Training): void {
  const { client, settings, curve } = training;
  client.on('opened', ({ network }) => {
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
  });
  client.on('progress', ({ progress }) => {
    showProgress(progress);
    curve.add(progress.steps, progress.losses);
  });
  client.on('eval', ({ step, split, loss }) => {
    if (split !== 'validation') return;
    figure('validation', loss.toFixed(3), loss);
    curve.validate(step, loss);
  });
  client.on('ended', () => enter(training, 'ended'));
  client.on('error', ({ line, id }) => {
    if (id !== undefined) return;
    note(line);
    enter(training, training.stage === 'starting' || training.stage === 'none' ? 'none' : 'paused');
  });
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
