import { byId } from './elements.js';

/** The views of a report, each a section beside the page itself. */
export interface Views {
  /** Opens the view of that name; `text` is the page. */
  show(name: string): void;
}

/** Callbacks: the page is shown again, a cell is selected in the table of a view. */
export interface ViewsHooks {
  shown(): void;
  chosen(cell: string): void;
}

/** Makes a tab for the page and for each section; the number keys open them. */
export function createViews(hooks: ViewsHooks): Views {
  const sections = [...document.querySelectorAll<HTMLElement>('.view')];
  const main = document.querySelector('main')!;
  const titles = ['Text', ...sections.map((section) => section.dataset['title']!)];
  const names = ['text', ...sections.map(({ id }) => id.replace('view-', ''))];
  const tabs = names.map((name, i) => tabFor(name, titles[i]!, () => show(name)));
  byId('views').replaceChildren(...tabs);
  byId('views').hidden = sections.length === 0;

  function show(name: string): void {
    main.hidden = name !== 'text';
    for (const section of sections) section.hidden = section.id !== `view-${name}`;
    tabs.forEach((tab, i) => tab.setAttribute('aria-selected', String(names[i] === name)));
    if (name === 'text') hooks.shown();
  }

  for (const row of document.querySelectorAll<HTMLElement>('[data-cell-name]')) {
    row.addEventListener('click', () => {
      show('text');
      hooks.chosen(row.dataset['cellName']!);
    });
  }
  document.addEventListener('keydown', (event) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName))
      return;
    tabs[Number(event.key) - 1]?.click();
  });
  return { show };
}

function tabFor(name: string, title: string, open: () => void): HTMLElement {
  const tab = document.createElement('button');
  tab.setAttribute('role', 'tab');
  tab.dataset['view'] = name;
  tab.textContent = title;
  tab.addEventListener('click', open);
  return tab;
}
