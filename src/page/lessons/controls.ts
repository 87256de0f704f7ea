import { LONGEST, type Control, type Lesson, type Settings } from './lesson.js';

/** The controls of a lesson: made from its description. */
export interface Controls {
  begin(lesson: Lesson, settings: Settings): void;
  /** The settings have changed. */
  show(settings: Settings): void;
}

/** `change` is called with the new settings, and whether they only choose what is shown. */
export function createControls(
  box: HTMLElement,
  shown: () => { readonly settings: Settings; readonly frame: unknown } | null,
  change: (settings: Settings, isView: boolean) => void,
): Controls {
  let fields: { readonly show: (settings: Settings) => void }[] = [];

  function fieldFor(control: Control): { element: HTMLElement; show(settings: Settings): void } {
    const isView = control.view ?? false;
    if (control.kind === 'button') {
      const button = document.createElement('button');
      button.textContent = control.label;
      button.addEventListener('click', () => {
        const { settings, frame } = shown()!;
        if (frame !== null) change(control.press(frame, settings), isView);
      });
      return { element: button, show: () => undefined };
    }
    const field = control.kind === 'choice' ? choiceOf(control.choices) : inputOf(control);
    const output = document.createElement('output');
    field.addEventListener('input', () => {
      const value = valueIn(control, field);
      change({ ...shown()!.settings, [control.name]: value }, isView);
    });
    const label = document.createElement('label');
    label.append(control.label, ' ', field, ...(control.kind === 'range' ? [output] : []));
    field.id = `lesson-${control.name}`;
    return {
      element: label,
      show(settings) {
        const value = settings[control.name]!;
        if (control.kind === 'check') (field as HTMLInputElement).checked = value === true;
        else if (field.value !== String(value)) field.value = String(value);
        output.textContent = String(value);
      },
    };
  }

  return {
    begin(lesson, settings) {
      const made = lesson.controls.map((control) => fieldFor(control as Control));
      box.replaceChildren(...made.map(({ element }) => element));
      fields = made;
      for (const field of fields) field.show(settings);
    },
    show: (settings) => fields.forEach((field) => field.show(settings)),
  };
}

type Field = HTMLInputElement | HTMLSelectElement;

function choiceOf(choices: readonly string[]): HTMLSelectElement {
  const select = document.createElement('select');
  select.append(...choices.map((choice) => new Option(choice, choice)));
  return select;
}

function inputOf(control: Exclude<Control, { kind: 'button' | 'choice' }>): HTMLInputElement {
  const input = document.createElement('input');
  input.type = { range: 'range', check: 'checkbox', text: 'text' }[control.kind];
  if (control.kind === 'text') Object.assign(input, { maxLength: LONGEST, spellcheck: false });
  if (control.kind === 'range')
    for (const [name, value] of Object.entries({ min: control.least, max: control.most, step: control.step }))
      input.setAttribute(name, String(value));
  return input;
}

function valueIn(control: Control, field: Field): number | string | boolean {
  if (control.kind === 'range') return Number(field.value);
  return control.kind === 'check' ? (field as HTMLInputElement).checked : field.value;
}
