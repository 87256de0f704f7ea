import { byId, count, selectById } from '../elements.js';
import { receivePicked } from '../picker.js';
import { unpack } from '../unpack.js';
import type { NamedText } from '../protocol.js';

/** The text to learn from: pasted, dropped or one of the examples. */
export interface TextPanel {
  current(): NamedText;
  /** Shows a file. */
  open(file: File): Promise<void>;
  /** Shows an example. */
  choose(name: string): Promise<void>;
  /** Whether the text is that example. */
  isExample(name: string): boolean;
  /** Shows the text of a report, and keeps it among the examples. */
  offer(offered: NamedText): void;
}

/** A larger text area becomes slow: it shows the beginning of a longer text, all of which is used. */
const SHOWN = 30_000;

/** `given`: the reader has pasted, dropped, opened or chosen a text. */
export function createTextPanel(changed: () => void, given: () => void): TextPanel {
  const area = byId<HTMLTextAreaElement>('text');
  const examples = selectById('example');
  let text: NamedText = { name: 'text', text: '' };
  let ofReport: NamedText | null = null;

  function show(shown: NamedText, isTyped = false): void {
    text = shown;
    if (!isTyped) fillArea(area, shown.text);
    describe();
    changed();
  }

  function describe(): void {
    const beginning = area.readOnly ? `; its first ${count(SHOWN)} are shown` : '';
    byId('text-note').textContent = `${count(text.text.length)} characters${beginning}`;
  }

  async function choose(name: string): Promise<void> {
    examples.value = name;
    const label = examples.selectedOptions[0]!.textContent!;
    if (name === 'report') show(ofReport!);
    else if (name === 'own') show({ name: 'text', text: '' });
    else if (name === 'sums') show({ name: label, text: sums() });
    else show({ name: label, text: await unpack(`example-${name}`) });
  }

  async function open(file: File): Promise<void> {
    examples.value = 'own';
    show({ name: file.name, text: await file.text() });
    given();
  }

  examples.addEventListener('change', () => void choose(examples.value).then(given));
  byId('own').addEventListener('click', () => {
    void choose('own');
    area.focus();
  });
  listenTo(area, (own, isShown) => {
    examples.value = 'own';
    show({ name: 'text', text: own }, isShown);
    given();
  });
  receivePicked('text-open', 'text-file', (file) => void open(file));
  function offer(offered: NamedText): void {
    ofReport = offered;
    // a report holds no example texts
    for (const name of ['code', 'moby']) examples.querySelector(`[value=${name}]`)?.remove();
    examples.prepend(new Option(offered.name, 'report'));
    void choose('report');
  }
  return { current: () => text, isExample: (name) => examples.value === name, choose, open, offer };
}

/** A text that is typed, and so is shown already, or pasted where the area shows the beginning of another one. */
function listenTo(area: HTMLTextAreaElement, receive: (text: string, isShown: boolean) => void): void {
  area.addEventListener('input', () => receive(area.value, true));
  area.addEventListener('paste', (event) => {
    const pasted = event.clipboardData?.getData('text');
    if (area.readOnly && pasted) receive(pasted, false);
  });
}

function fillArea(area: HTMLTextAreaElement, text: string): void {
  area.value = text.slice(0, SHOWN);
  area.readOnly = text.length > SHOWN;
  area.setSelectionRange(0, 0);
  area.scrollTop = 0;
}

/** Sums of numbers below 100 in no particular order, so that a network can learn to add. */
function sums(): string {
  const lines = Array.from({ length: 4000 }, (_, i) => {
    const [a, b] = [(i * 37) % 100, (i * 61 + Math.floor(i / 100) * 7) % 100];
    return `${a}+${b}=${a + b}\n`;
  });
  return lines.join('');
}
