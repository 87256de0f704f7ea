import type { Clamp } from '../../layers/layer.js';
import { parseCell } from '../../model/cell-name.js';
import { byId, inputById } from '../elements.js';

/** The cells that are clamped while the network writes. */
export interface ClampPanel {
  clamps(): readonly Clamp[];
  /** Another cell is chosen; its values lie within ±range. A gate cannot be clamped. */
  choose(cell: string, range: number, canClamp: boolean): void;
  /** Clamps the chosen cell alone, to the highest of its values, or with −1 to the lowest. */
  pull(sign: 1 | -1): void;
  clear(): void;
}

/** The slider reaches this many times as far as the values of the cell. */
const BEYOND = 1.5;

export function createClampPanel(changed: () => void): ClampPanel {
  const box = inputById('clamp');
  const slider = inputById('clamp-value');
  const clamped = new Map<string, number>();
  let cell = '';
  let enabled = false;

  function show(): void {
    const value = clamped.get(cell);
    box.checked = value !== undefined;
    box.disabled = slider.disabled = !enabled;
    if (value !== undefined) slider.value = String(value);
    byId('clamp-number').textContent = Number(slider.value).toFixed(2);
    const chips = [...clamped].map(([name, at]) => chip(name, at, () => unclamp(name)));
    byId('clamps').replaceChildren(...chips);
  }

  function unclamp(name: string): void {
    clamped.delete(name);
    show();
    // the button that was pressed is gone
    if (document.activeElement === document.body) box.focus({ preventScroll: true });
    changed();
  }

  function clampCell(): void {
    clamped.set(cell, Number(slider.value));
    show();
    changed();
  }

  function pull(sign: 1 | -1): void {
    if (!enabled) return;
    clamped.clear();
    slider.value = String((sign * Number(slider.max)) / BEYOND);
    clampCell();
  }

  box.addEventListener('change', () => (box.checked ? clampCell() : unclamp(cell)));
  slider.addEventListener('input', clampCell);
  show();
  return {
    clamps: () => [...clamped].map(([name, value]) => clampOf(name, value)),
    pull,
    choose(name, range, canClamp) {
      [cell, enabled] = [name, canClamp];
      const most = Math.max(0.01, BEYOND * range);
      slider.min = String(-most);
      slider.max = String(most);
      slider.step = String(most / 50);
      if (!clamped.has(name)) slider.value = String(range);
      show();
    },
    clear() {
      [cell, enabled] = ['', false];
      clamped.clear();
      show();
    },
  };
}

/** A clamped cell, beside the sample; a click unclamps it. */
function chip(name: string, at: number, unclamp: () => void): HTMLElement {
  const button = document.createElement('button');
  button.className = 'chip';
  button.textContent = `${name} = ${at.toFixed(2)} ✕`;
  button.title = `no longer clamp ${name}`;
  button.addEventListener('click', unclamp);
  return button;
}

function clampOf(name: string, value: number): Clamp {
  const { layer, unit, state } = parseCell(name)!;
  return { layer: layer - 1, unit: unit - 1, state: state!, value };
}
