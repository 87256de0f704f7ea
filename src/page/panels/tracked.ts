import type { FeatureReport, SearchReport } from '../../inspect/search/report.js';
import { buttonById, byId } from '../elements.js';

/** Buttons for cells that track something, and one that clamps the cell that was clicked last. */
export interface Tracked {
  /** Offers cells of a search; returns the first of them, or null where none tracks anything. */
  offer(search: SearchReport): string | null;
  clear(): void;
}

export interface TrackedHooks {
  choose(cell: string): void;
  /** Clamps the cell where its feature is on: high, or low with −1. */
  pull(cell: string, sign: 1 | -1): void;
  /** What the reader has done. */
  did(what: 'cell' | 'clamp'): void;
}

const MOST = 3;

/**
 * The strongest features that are tracked, each by another cell; what is seen soonest comes first: a binary feature that
 * holds at many places.
 */
export function trackedBy({ features }: SearchReport): FeatureReport[] {
  const found = new Map<string, FeatureReport>();
  for (const feature of features)
    if (feature.verdict === 'tracks' && !found.has(feature.cell)) found.set(feature.cell, feature);
  const share = ({ kind, mean }: FeatureReport): number => (kind === 'binary' ? mean : 0);
  return [...found.values()].slice(0, MOST).sort((a, b) => share(b) - share(a));
}

export function createTracked(hooks: TrackedHooks): Tracked {
  let chosen: FeatureReport | null = null;

  function choose(feature: FeatureReport): void {
    chosen = feature;
    for (const button of byId('tracked-cells').children)
      button.setAttribute('aria-pressed', String((button as HTMLElement).dataset['cellOf'] === feature.cell));
    hooks.choose(feature.cell);
  }

  buttonById('pull').addEventListener('click', () => {
    if (chosen === null) return;
    hooks.pull(chosen.cell, chosen.sign);
    hooks.did('clamp');
  });
  return {
    offer(search) {
      const features = trackedBy(search);
      const buttons = features.map((feature) =>
        buttonFor(feature, () => {
          choose(feature);
          hooks.did('cell');
        }),
      );
      byId('tracked-cells').replaceChildren(...buttons);
      byId('tracked').hidden = features.length === 0;
      if (features[0]) choose(features[0]);
      return features[0]?.cell ?? null;
    },
    clear() {
      chosen = null;
      byId('tracked').hidden = true;
    },
  };
}

function buttonFor({ what, cell, score, sign }: FeatureReport, act: () => void): HTMLElement {
  const button = document.createElement('button');
  button.textContent = what;
  button.title = `${cell} is ${sign < 0 ? 'low' : 'high'} there: ${score.toFixed(3)} of 1`;
  button.dataset['cellOf'] = cell;
  button.addEventListener('click', act);
  return button;
}
