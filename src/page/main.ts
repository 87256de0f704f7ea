import { createClient } from './client.js';
import { receiveDrops } from './drops.js';
import { byId, once } from './elements.js';
import { createGuide } from './guide.js';
import { showIntro } from './intro.js';
import { OPENING_TEXT, readOpening, type Opening } from './opening.js';
import { createLessons } from './lessons/panel.js';
import { createCellsPanel } from './panels/cells.js';
import { createFilesPanel } from './panels/files.js';
import { createSamplePanel } from './panels/sample.js';
import { createTextPanel } from './panels/text.js';
import { createTracked } from './panels/tracked.js';
import { createTrainPanel } from './panels/train.js';
import type { NamedBytes, Network } from './protocol.js';
import { openReport, type OpenedReport } from './report.js';
import { listenForShortcuts } from './shortcuts.js';
import { createTheme } from './theme.js';
import { isServedModel, watchModel } from './watch.js';
import { unpack } from './unpack.js';
import { createViews } from './views.js';
import { networkInWords } from './wording.js';

/** The page: its panels, and their connections. The worker's script is packed in the document. */
const source = await unpack('worker');
const client = createClient(source);
const report = await openReport();
const guide = createGuide();
const text = createTextPanel(
  () => cells.look(),
  () => guide.did('text'),
);
const cells = createCellsPanel({
  client,
  ranker: createClient(source),
  text: text.current,
  clampsChanged: () => sample.clampsChanged(),
});
const tracked = createTracked({
  choose: cells.choose,
  pull: (cell, sign) => {
    cells.choose(cell);
    cells.pull(sign);
  },
  did: guide.did,
});
const sample = createSamplePanel(client, cells.clamps);
let network: Network | null = null;
let opening: Opening | null = null;
/** Whether the network shown, or being loaded, is that of the opening. */
let isOpening = false;
/** Whether the newest checkpoint of a run that is served takes the place of the network shown. */
let following = true;
const train = createTrainPanel(client, createClient(source), {
  text: text.current,
  changed: () => updateAll(),
  isOpening: () => isOpening,
  leaveOpening() {
    client.restart();
    forget();
  },
  began: () => guide.end(),
});
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
  isOpening = false;
  guide.end();
  tracked.clear();
  cells.setNetwork(null);
  byId('network').textContent = 'no network yet';
}

client.on('opened', (opened) => {
  network = opened.network;
  const learns = train.used() ? ', learning in this page' : isOpening ? ', in this page' : '';
  byId('network').textContent = networkInWords(network) + learns;
  byId('network').title = network.why;
  updateAll();
  if (isOpening) sample.write(); // before its worker reads the text for the cells
  cells.setNetwork(network, isOpening ? 'page' : train.used() ? 'training' : 'file');
});
client.on('best', ({ step, bytes }) => files.load({ name: `step ${step}`, bytes }));

/** Shows the network that the page opens with: it writes, and its best cell colors the text. */
function openInside(): void {
  files.load(opening!.file());
  isOpening = true;
  guide.begin();
  if (text.isExample(OPENING_TEXT)) cells.judge(opening!.search);
  tracked.offer(opening!.search);
}

/** A file of the reader's, or a model that is served. */
function load(file: NamedBytes): void {
  files.load(file);
}

byId('again').addEventListener('click', () => {
  following = false;
  forget();
  updateAll();
  if (opening) openInside();
});

receiveDrops((file) => void (file.name.endsWith('.safetensors') ? files.open(file) : text.open(file)));

const theme = createTheme(() => {
  train.redraw();
  cells.paint();
});
listenForShortcuts(
  new Map([
    ['t', () => train.toggle()],
    ['s', () => train.step()],
    ['w', () => sample.toggle()],
    ['d', theme.switch],
  ]),
);

/** Shows a report: its text and findings at once, its values as soon as the network has read the text. */
function begin(report: OpenedReport): void {
  byId('title').textContent = report.text.name;
  document.body.classList.toggle('without-network', report.network === null);
  document.body.classList.add('is-report');
  // on a phone and for the keyboard, a report begins with its cells
  document.querySelector('main')!.prepend(byId('cells-panel'), byId('sample-panel'));
  text.offer(report.text);
  if (report.network) load(report.network);
  cells.begin(report);
  if (report.recorded) {
    byId('network').textContent = 'the network of a task: the values of its cells are in this file';
    cells.show(report.recorded);
  }
  const views = createViews({ shown: cells.layout, chosen: cells.choose });
  views.show(report.data.start);
}

const lessons = createLessons(createClient(source), async () => (await openingRead()).file().bytes);
const openingRead = once(readOpening);

/** The page as it opens; or again, after a lesson. */
async function openPanels(): Promise<void> {
  if (opening !== null) return;
  [opening] = await Promise.all([openingRead(), text.choose(OPENING_TEXT)]);
  showIntro();
  openInside();
}

/** A lesson takes the place of the panels, and the training in them waits. */
async function follow(): Promise<void> {
  const isLesson = lessons.open();
  document.body.classList.toggle('has-lesson', isLesson);
  byId('lesson').hidden = !isLesson;
  if (isLesson && train.running()) train.toggle();
  if (isLesson) return;
  lessons.close();
  await openPanels();
  cells.layout();
}

updateAll();
if (report) {
  client.restart();
  begin(report);
} else if (isServedModel()) {
  client.restart();
  void text.choose(OPENING_TEXT);
  void watchModel((file) => {
    if (train.used() || !following) return false;
    load(file);
    return true;
  });
} else {
  addEventListener('hashchange', () => void follow());
  await follow();
}
