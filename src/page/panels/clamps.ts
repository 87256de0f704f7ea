import type { Clamp } from '../../layers/layer.js';
import { parseCell } from '../../model/cell-name.js';
import { byId, inputById } from '../elements.js';

/** The cells that are clamped while the network writes. */
export interface HoldPanel {
  clamps(): readonly Clamp[];
  /** Another cell is chosen; its values lie within ±range. A gate cannot be clamped. */
  choose(cell: string, range: number, canHold: boolean): void;
  clear(): void;
}

export function createHoldPanel(changed: () => void): HoldPanel {
  const box = inputById('hold');
  const slider = inputById('hold-value');
  const held = new Map<string, number>();
  let cell = '';
  let enabled = false;

  function show(): void {
    const value = held.get(cell);
    box.checked = value !== undefined;
    box.disabled = slider.disabled = !enabled;
    if (value !== undefined) slider.value = String(value);
    byId('hold-number').textContent = Number(slider.value).toFixed(2);
    const chips = [...held].map(([name, at]) => chip(name, at, () => release(name)));
    byId('held').replaceChildren(...chips);
  }

  function release(name: string): void {
    held.delete(name);
    show();
    changed();
  }

  function hold(): void {
    held.set(cell, Number(slider.value));
    show();
    changed();
  }

  box.addEventListener('change', () => (box.checked ? hold() : release(cell)));
  slider.addEventListener('input', hold);
  show();
  return {
    clamps: () => [...held].map(([name, value]) => clampOf(name, value)),
    choose(name, range, canHold) {
      [cell, enabled] = [name, canHold];
      const most = Math.max(0.01, 1.5 * range);
      slider.min = String(-most);
      slider.max = String(most);
      slider.step = String(most / 50);
      if (!held.has(name)) slider.value = String(range);
      show();
    },
    clear() {
      [cell, enabled] = ['', false];
      held.clear();
      show();
    },
  };
}

/** A clamped cell, beside the sample; a click releases it. */
function chip(name: string, at: number, release: () => void): HTMLElement {
  const button = document.createElement('button');
  button.className = 'chip';
  button.textContent = `${name} = ${at.toFixed(2)} ✕`;
  button.title = `let ${name} go`;
  button.addEventListener('click', release);
  return button;
}

function clampOf(name: string, value: number): Clamp {
  const { layer, unit, state } = parseCell(name)!;
  return { layer: layer - 1, unit: unit - 1, state: state!, value };
}
