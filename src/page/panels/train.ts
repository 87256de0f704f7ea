import type { Client } from '../client.js';
import { buttonById, byId, count } from '../elements.js';
import type { NamedText, Network, Progress } from '../protocol.js';
import { createCurve } from './curve.js';
import { createSettings } from './settings.js';

/** Training: its settings, its buttons, its figures and the curve of the loss. */
export interface TrainPanel {
  /** Whether steps are being taken. */
  running(): boolean;
  /** Whether a network is being trained here, running or not. */
  used(): boolean;
  /** Starts, goes on or pauses. */
  toggle(): void;
  step(): void;
  /** A file is about to be loaded: whatever is trained ends. */
  reset(): void;
  redraw(): void;
}

/** `none`: no training yet; `starting`: the worker prepares it. */
type Stage = 'none' | 'starting' | 'running' | 'paused' | 'ended';

export function createTrainPanel(client: Client, text: () => NamedText, changed: () => void): TrainPanel {
  const settings = createSettings();
  const curve = createCurve(byId('curve'));
  const [go, once, again] = ['train', 'step', 'again'].map(buttonById) as [
    HTMLButtonElement,
    HTMLButtonElement,
    HTMLButtonElement,
  ];
  let stage: Stage = 'none';
  let loaded = false;
  let then: 'run' | 'step' = 'run';

  function enter(next: Stage): void {
    show(next);
    changed();
  }

  function show(next: Stage): void {
    stage = next;
    go.textContent = { none: 'Train', starting: 'Pause', running: 'Pause', paused: 'Go on', ended: 'Ended' }[
      next
    ];
    go.setAttribute('aria-pressed', String(next === 'running' || next === 'starting'));
    go.disabled = next === 'ended';
    once.disabled = next === 'running' || next === 'starting' || next === 'ended';
    again.disabled = next === 'none' && !loaded;
    settings.lock(next !== 'none' || loaded);
  }

  function start(what: 'run' | 'step'): void {
    then = what;
    note('');
    enter('starting');
    const options = settings.options();
    if (loaded) client.send({ type: 'continue', text: text(), options });
    else client.send({ type: 'new', text: text(), options });
  }

  function proceed(what: 'run' | 'step'): void {
    if (stage === 'none') return start(what);
    enter(what === 'run' ? 'running' : 'paused');
    client.send({ type: what });
  }

  function toggle(): void {
    if (stage === 'none' || stage === 'paused') return proceed('run');
    if (stage !== 'running') return;
    client.send({ type: 'pause' });
    enter('paused');
  }

  function reset(): void {
    loaded = false;
    curve.clear();
    showProgress(null);
    note('');
    enter('none');
  }

  client.on('opened', ({ network }) => {
    if (network.trained) settings.show(network.trained.options);
    if (stage !== 'starting') loaded = true;
    if (stage !== 'starting') showLoaded(network);
    enter(stage);
  });
  client.on('training', ({ training }) => {
    note(training.notes.join(' · '));
    byId('epoch-length').textContent =
      `epoch of ${count(training.stepsPerEpoch)} steps · ${training.threads} thread${training.threads > 1 ? 's' : ''}`;
    enter('paused');
    proceed(then);
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
  client.on('ended', () => enter('ended'));
  client.on('error', ({ line, id }) => {
    if (id !== undefined) return;
    note(line);
    enter(stage === 'starting' ? 'none' : stage === 'none' ? 'none' : 'paused');
  });
  go.addEventListener('click', toggle);
  once.addEventListener('click', () => proceed('step'));
  again.addEventListener('click', () => {
    client.restart();
    reset();
  });
  show('none');
  const step = (): void => {
    if (!once.disabled) proceed('step');
  };
  const [running, used] = [() => stage === 'running', () => stage !== 'none'];
  return { running, used, toggle, step, reset, redraw: curve.redraw };
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
