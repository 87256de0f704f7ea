import { byId } from './elements.js';

/** Light or dark, as the system has it until the reader switches; `paint` draws again what is on a canvas. */
export function createTheme(paint: () => void): { switch(): void } {
  function switchTheme(): void {
    const root = document.documentElement;
    const dark = getComputedStyle(root).getPropertyValue('--theme').trim() === 'dark';
    root.dataset['theme'] = dark ? 'light' : 'dark';
    paint();
  }
  byId('theme').addEventListener('click', switchTheme);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paint);
  return { switch: switchTheme };
}
