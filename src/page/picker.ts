import { byId } from './elements.js';

/** A button that asks for a file. */
export function receivePicked(button: string, input: string, receive: (file: File) => void): void {
  const picker = byId<HTMLInputElement>(input);
  byId(button).addEventListener('click', () => picker.click());
  picker.addEventListener('change', () => {
    if (picker.files?.[0]) receive(picker.files[0]);
    picker.value = '';
  });
}
