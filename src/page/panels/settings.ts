import { defaultPreset, presets } from '../../train/presets.js';
import type { TrainOptions } from '../../train/options.js';
import { quick } from '../quick.js';
import { inputById, selectById } from '../elements.js';

const named: Readonly<Record<string, TrainOptions>> = { quick, ...presets };

/** The settings of a training: a preset, and the fields that override it. */
export interface Settings {
  options(): TrainOptions;
  /** Shows the settings of a network that was loaded. */
  show(options: TrainOptions): void;
  /** The same of one that came without its training. */
  showModel(model: TrainOptions['model']): void;
  /** Nothing can be changed while a network is trained. */
  lock(locked: boolean): void;
}

const numbers = ['hidden', 'layers', 'seq', 'batch', 'lr', 'seed'] as const;

export function createSettings(): Settings {
  const preset = selectById('preset');
  const cell = selectById('cell');
  preset.replaceChildren(...Object.keys(named).map((name) => new Option(name, name)));

  function showModel({ cell: kind, hidden, layers }: TrainOptions['model']): void {
    cell.value = kind;
    fill({ hidden, layers });
  }

  function show(options: TrainOptions): void {
    const { model, seq, batch, lr, seed } = options;
    showModel(model);
    fill({ seq, batch, lr, seed });
  }

  function options(): TrainOptions {
    const base = named[preset.value]!;
    const [hidden, layers, seq, batch, lr, seed] = numbers.map(numberIn) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const model = { ...base.model, cell: cell.value, hidden, layers };
    return { ...base, model, seq, batch, lr, seed, epochs: null };
  }

  preset.addEventListener('change', () => show(named[preset.value]!));
  cell.addEventListener('change', () => {
    if (preset.value === 'default') fill({ lr: defaultPreset(cell.value).lr });
  });
  show(quick);
  return {
    options,
    show,
    showModel,
    lock(locked) {
      for (const field of [preset, cell, ...numbers.map(inputById)]) field.disabled = locked;
    },
  };
}

function fill(values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    const field = inputById(name);
    field.value = field.defaultValue = String(value);
  }
}

/** The number in a field, within the bounds of its markup; in an empty field, that of the preset. */
function numberIn(id: string): number {
  const field = inputById(id);
  const bounded = Math.min(
    Number(field.max),
    Math.max(Number(field.min), Number(field.value || field.defaultValue)),
  );
  const value = field.step === 'any' ? bounded : Math.round(bounded);
  field.value = String(value);
  return value;
}
