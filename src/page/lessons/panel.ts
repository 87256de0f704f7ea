import type { Client } from '../client.js';
import { atNextFrame, byId, once } from '../elements.js';
import { unpack } from '../unpack.js';
import { createControls } from './controls.js';
import { elementOf } from './drawn.js';
import { addressOf, settingsFrom, type Lesson, type Materials, type Settings } from './lesson.js';
import { lessonNamed, lessons } from './index.js';

/** The lessons, one at a time in the place of the panels: that which the address names. */
export interface LessonsPanel {
  /** Shows the lesson of the address; false where it names none. */
  open(): boolean;
  close(): void;
}

/** Milliseconds without movement of a control before a lesson is computed again. */
const SETTLE = 250;
/** Characters of an example that lessons read. */
const BEGINNING = 200_000;

/** A lesson on the page. */
interface Shown {
  readonly lesson: Lesson;
  settings: Settings;
  frame: unknown;
}

/** `client` makes a worker for each computation, so that a new one ends the one before; `network`: the opening's. */
export function createLessons(client: Client, network: () => Promise<Uint8Array>): LessonsPanel {
  let shown: Shown | null = null;
  let timer = 0;
  const materials = once(() => readMaterials(network));
  const redraw = atNextFrame(() => shown?.frame && drawFigure(shown));

  async function compute(): Promise<void> {
    const { lesson, settings } = shown!;
    showProgress(0, false);
    const given = await materials();
    if (shown?.settings !== settings) return;
    client.restart();
    client.send({ type: 'lesson', name: lesson.name, settings, materials: given });
  }

  function change(settings: Settings, isView: boolean): void {
    if (shown === null) return;
    shown.settings = settings;
    history.replaceState(null, '', addressOf(shown.lesson, settings));
    controls.show(settings);
    if (isView) return redraw();
    clearTimeout(timer);
    client.stop();
    timer = window.setTimeout(() => void compute(), SETTLE);
  }

  const controls = createControls(byId('lesson-controls'), () => shown, change);

  client.on('lesson', ({ frame, seconds, done }) => {
    if (shown === null) return;
    shown.frame = frame;
    redraw();
    byId('lesson-status').textContent =
      `${done ? 'computed in this page in' : 'computing …'} ${seconds.toFixed(1)} s`;
    byId('lesson').setAttribute('aria-busy', String(!done));
  });
  client.on('error', ({ line }) => (byId('lesson-status').textContent = line));
  listenForPlaces((name, value) => {
    if (shown !== null) change({ ...shown.settings, [name]: value }, false);
  });

  return {
    open() {
      const query = new URLSearchParams(location.hash.slice(1));
      const lesson = lessonNamed(query.get('lesson') ?? '');
      if (lesson === undefined) return false;
      shown = { lesson, settings: settingsFrom(lesson, query), frame: null };
      describe(lesson);
      controls.begin(lesson, shown.settings);
      void compute();
      return true;
    },
    close() {
      shown = null;
      clearTimeout(timer);
      client.stop();
    },
  };
}

/** A click on a piece of the figure that stands for a value of a setting. */
function listenForPlaces(set: (name: string, value: number) => void): void {
  byId('lesson-figure').addEventListener('click', ({ target }) => {
    const place = (target as Element).closest<HTMLElement>('[data-set]');
    if (place === null) return;
    const [name, value] = place.dataset['set']!.split(':') as [string, string];
    set(name, Number(value));
  });
}

function showProgress(seconds: number, done: boolean): void {
  byId('lesson-status').textContent =
    `${done ? 'computed in this page in' : 'computing …'} ${seconds.toFixed(1)} s`;
  byId('lesson').setAttribute('aria-busy', String(!done));
}

function drawFigure({ lesson, settings, frame }: Shown): void {
  byId('lesson-figure').replaceChildren(...lesson.figure(frame, settings).map((drawn) => elementOf(drawn)));
  byId('lesson-outcome').textContent = lesson.outcome(frame, settings);
}

/** Everything of a lesson that is words. */
function describe({ name, title, claim, change, expect, command }: Lesson): void {
  const at = lessons.findIndex((lesson) => lesson.name === name);
  byId('lesson-title').textContent = `${at + 1}. ${title}`;
  const words = { claim, change, expect, outcome: '', command: command ?? 'the page alone' };
  for (const [part, text] of Object.entries(words)) byId(`lesson-${part}`).textContent = text;
  byId('lesson-figure').replaceChildren();
  const links = lessons.map((lesson) => {
    const link = document.createElement('a');
    link.href = `#lesson=${lesson.name}`;
    link.textContent = lesson.title;
    if (lesson.name === name) link.setAttribute('aria-current', 'page');
    return link;
  });
  byId('lesson-links').replaceChildren(...links);
  document.title = `char-rnn: ${title}`;
  scrollTo(0, 0);
}

async function readMaterials(network: () => Promise<Uint8Array>): Promise<Materials> {
  const [bytes, prose, code] = await Promise.all([network(), unpack('example-moby'), unpack('example-code')]);
  return { network: bytes, prose: prose.slice(0, BEGINNING), code: code.slice(0, BEGINNING) };
}
