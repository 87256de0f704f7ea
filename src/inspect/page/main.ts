import { createCellBrowser } from './browser.js';
import { byId } from './browsing.js';
import { openPage } from './data.js';

const page = openPage(document);
const { signal } = new AbortController();
const browser = createCellBrowser(page, { signal, revealed: () => showView('text') });

function showView(name: string): void {
  for (const section of document.querySelectorAll<HTMLElement>('main > section'))
    section.hidden = section.id !== `view-${name}`;
  for (const tab of document.querySelectorAll<HTMLElement>('[data-view]')) {
    tab.setAttribute('aria-selected', String(tab.dataset['view'] === name));
  }
  if (name === 'text') browser.layout();
}

function switchTheme(): void {
  const root = document.documentElement;
  const dark = getComputedStyle(root).getPropertyValue('--theme').trim() === 'dark';
  root.dataset['theme'] = dark ? 'light' : 'dark';
  browser.paint();
}

const tabs = [...document.querySelectorAll<HTMLElement>('[data-view]')];
const views = tabs.map((tab) => tab.dataset['view']!);

document.addEventListener('keydown', (event) => {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT)$/.test(target.tagName)) return;
  const view = views[Number(event.key) - 1];
  if (event.key === 't') switchTheme();
  else if (view) showView(view);
  else return;
  event.preventDefault();
});
byId('theme-button').addEventListener('click', switchTheme);
for (const tab of tabs) tab.addEventListener('click', () => showView(tab.dataset['view']!));
for (const row of document.querySelectorAll<HTMLElement>('[data-cell-name]')) {
  row.addEventListener('click', () => {
    showView('text');
    void browser.choose(page.cells.indexOf(row.dataset['cellName']!));
  });
}

showView(document.body.dataset['start'] ?? 'text');
void browser.choose(browser.first() ?? 0);
