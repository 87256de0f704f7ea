import { createClient } from './client.js';
import { receiveDrops } from './drops.js';
import { byId, count } from './elements.js';
import { createCellsPanel } from './panels/cells.js';
import { createFilesPanel } from './panels/files.js';
import { createSamplePanel } from './panels/sample.js';
import { createTextPanel } from './panels/text.js';
import { createTrainPanel } from './panels/train.js';
import type { Network } from './protocol.js';
import { openReport, type OpenedReport } from './report.js';
import { watchModel } from './watch.js';
import { unpack } from './unpack.js';
import { createViews } from './views.js';

/** The page: its panels, and their connections. The worker's script is packed in the document. */
const source = await unpack('worker');
const client = createClient(source);
const report = await openReport();
client.restart();
const text = createTextPanel(() => cells.look());
const cells = createCellsPanel(client, createClient(source), text.current, () => sample.clampsChanged());
const sample = createSamplePanel(client, cells.clamps);
let network: Network | null = null;
/** Whether the newest checkpoint of a run that is served takes the place of the network shown. */
let following = true;
const train = createTrainPanel(client, text.current, () => updateAll());
const files = createFilesPanel(client, () => {
  forget();
  train.reset();
});

function updateAll(): void {
  sample.enable(network !== null);
  sample.setTraining(train.running());
  cells.setTraining(train.running());
  files.enable(network !== null);
}

/** The worker of this network has ended. */
function forget(): void {
  network = null;
  cells.setNetwork(null, false);
  byId('network').textContent = 'no network yet';
}

client.on('opened', (report) => {
  network = report.network;
  const { config, parameters, backend } = network;
  const { cell, layers, hidden, vocabulary } = config;
  byId('network').textContent =
    `${cell} ${layers}×${hidden} · ${count(parameters)} parameters · ${vocabulary} symbols · ${backend}`;
  byId('network').title = network.why;
  cells.setNetwork(network, !train.used());
  updateAll();
});
byId('again').addEventListener('click', () => {
  following = false;
  forget();
  updateAll();
});

receiveDrops((file) => void (file.name.endsWith('.safetensors') ? files.open(file) : text.open(file)));

function paint(): void {
  train.redraw();
  cells.paint();
}

function switchTheme(): void {
  const root = document.documentElement;
  const dark = getComputedStyle(root).getPropertyValue('--theme').trim() === 'dark';
  root.dataset['theme'] = dark ? 'light' : 'dark';
  paint();
}

const shortcuts: Record<string, () => void> = {
  t: () => train.toggle(),
  s: () => train.step(),
  w: () => sample.toggle(),
  d: switchTheme,
};
document.addEventListener('keydown', (event) => {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName))
    return;
  const act = shortcuts[event.key];
  if (act === undefined) return;
  act();
  event.preventDefault();
});
byId('theme').addEventListener('click', switchTheme);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paint);

/** Shows a report: its text and findings at once, its values as soon as the network has read the text. */
function begin(report: OpenedReport): void {
  byId('title').textContent = report.text.name;
  document.body.classList.toggle('without-network', report.network === null);
  // on a phone and for the keyboard, a report begins with its cells
  document.querySelector('main')!.prepend(byId('cells-panel'), byId('sample-panel'));
  text.offer(report.text);
  if (report.network) files.load(report.network);
  cells.begin(report);
  if (report.recorded) {
    byId('network').textContent = 'the network of a task: the values of its cells are in this file';
    cells.show(report.recorded);
  }
  const views = createViews({ shown: cells.layout, chosen: cells.choose });
  views.show(report.data.start);
}

updateAll();
if (report) begin(report);
else {
  void text.choose('moby');
  void watchModel((file) => {
    if (train.used() || !following) return false;
    files.load(file);
    return true;
  });
}
