import { byId, choose, moveCaret, query, stepCell, toggleCandidates, type Browsing } from './browsing.js';

/** Listens to keys and pointer until the signal of the hooks is aborted. */
export function listen(browsing: Browsing): void {
  listenToKeys(browsing);
  listenToPointer(browsing);
  listenToTools(browsing);
}

function listenToKeys(browsing: Browsing): void {
  const { page, text, hooks } = browsing;
  const { signal } = hooks;
  const move = (position: number, extend: boolean): void => moveCaret(browsing, position, extend);
  const keys = new Map<string, (extend: boolean) => void>([
    ['ArrowLeft', (extend) => move(text.moved(0, -1), extend)],
    ['ArrowRight', (extend) => move(text.moved(0, 1), extend)],
    ['ArrowUp', (extend) => move(text.moved(-1, 0), extend)],
    ['ArrowDown', (extend) => move(text.moved(1, 0), extend)],
    ['PageUp', (extend) => move(text.moved(-text.visibleRows(), 0), extend)],
    ['PageDown', (extend) => move(text.moved(text.visibleRows(), 0), extend)],
    ['Home', (extend) => move(0, extend)],
    ['End', (extend) => move(page.characters.length - 1, extend)],
    ['Enter', () => void query(browsing)],
  ]);
  const shortcuts = new Map<string, () => void>([
    ['j', () => stepCell(browsing, 1)],
    ['k', () => stepCell(browsing, -1)],
    ['c', () => void toggleCandidates(browsing)],
    ['/', () => byId('search').focus()],
  ]);
  function press(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName))
      return;
    const inText = target === byId('scroller') || target === document.body;
    const inView = inText ? keys.get(event.key) : undefined;
    const act = inView ?? shortcuts.get(event.key);
    if (act === undefined) return;
    act(event.shiftKey);
    event.preventDefault();
  }
  document.addEventListener('keydown', press, { signal });
  byId('list').addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      stepCell(browsing, event.key === 'ArrowDown' ? 1 : -1);
      event.preventDefault();
    },
    { signal },
  );
}

function listenToPointer(browsing: Browsing): void {
  const { text, list, hooks } = browsing;
  const { signal } = hooks;
  const [scroller, canvas] = [byId('scroller'), byId('canvas')];
  let dragging = false;
  function press(event: MouseEvent): void {
    dragging = true;
    scroller.focus({ preventScroll: true });
    moveCaret(browsing, text.positionOfPointer(event), event.shiftKey);
  }
  function hover(event: MouseEvent): void {
    const position = text.positionOfPointer(event);
    if (dragging) moveCaret(browsing, position, true);
    else if (text.state.caret === text.state.anchor) moveCaret(browsing, position, false);
  }
  canvas.addEventListener('mousedown', press, { signal });
  canvas.addEventListener('mousemove', hover, { signal });
  window.addEventListener('mouseup', () => (dragging = false), { signal });
  scroller.addEventListener('scroll', text.refresh, { signal });
  window.addEventListener('resize', () => (text.layout(), list.layout()), { signal });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', text.refresh, { signal });
}

function listenToTools(browsing: Browsing): void {
  const { list, hooks } = browsing;
  const { signal } = hooks;
  const search = byId<HTMLInputElement>('search');
  const sort = byId<HTMLSelectElement>('sort');
  const arrange = (): void => list.arrange(search.value, sort.value);
  search.addEventListener('input', arrange, { signal });
  sort.addEventListener('change', arrange, { signal });
  search.addEventListener(
    'keydown',
    (event) => {
      const first = list.order()[0];
      if (event.key === 'Enter' && first !== undefined) void choose(browsing, first);
      if (event.key === 'Enter' || event.key === 'Escape') byId('scroller').focus();
    },
    { signal },
  );
  byId('candidates-button').addEventListener('click', () => void toggleCandidates(browsing), { signal });
  byId('query-button').addEventListener('click', () => void query(browsing), { signal });
}
