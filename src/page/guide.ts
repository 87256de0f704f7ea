import { byId } from './elements.js';

/** What the reader may do next: always one thing, which is named and marked. */
export interface Guide {
  begin(): void;
  /** The reader has done this; what comes before it is no longer asked for. */
  did(what: Step['name']): void;
  end(): void;
}

interface Step {
  readonly name: 'cell' | 'clamp' | 'text' | 'train';
  /** The element that is marked. */
  readonly mark: string;
  readonly words: string;
}

const steps: readonly Step[] = [
  { name: 'cell', mark: 'tracked-cells', words: 'Click on a cell: the text takes the colors of its values.' },
  { name: 'clamp', mark: 'pull', words: 'Clamp the cell: the same text is written again beside the first.' },
  { name: 'text', mark: 'own', words: 'Now your own text: paste it, drop a file, or take another example.' },
  { name: 'train', mark: 'train', words: 'Press Train: a new network begins to learn this text.' },
];

export function createGuide(): Guide {
  let at = steps.length;
  function show(): void {
    const step = steps[at];
    for (const { mark } of steps) byId(mark).classList.toggle('next', mark === step?.mark);
    byId('guide').hidden = step === undefined;
    if (step) byId('guide').textContent = `Next: ${step.words}`;
  }
  function go(to: number): void {
    at = to;
    show();
  }
  return {
    begin: () => go(0),
    did: (what) => go(Math.max(at, 1 + steps.findIndex(({ name }) => name === what))),
    end: () => go(steps.length),
  };
}
