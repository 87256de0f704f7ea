import { CANDIDATES, type Page } from './data.js';
import {
  CANDIDATE_ROW,
  drawRows,
  drawSelection,
  FONT,
  LEFT,
  ROW,
  TOP,
  type Scene,
  type TextState,
} from './draw.js';
import { breakRows, positionAt, rowCount, rowOf } from './rows.js';

/** The text as a grid on a canvas, of which only what is in view is ever drawn. */
export interface TextCanvas {
  readonly state: TextState;
  /** Draws at the next frame. */
  refresh(): void;
  /** Measures again: the window, the theme or the height of the rows has changed. */
  layout(): void;
  /** Brings the caret into view. */
  reveal(): void;
  positionOfPointer(event: MouseEvent): number;
  /** The caret, some rows and columns further. */
  moved(rows: number, columns: number): number;
  visibleRows(): number;
}

/** Between the candidates of one row and the next row. */
const GAP = 6;

export function createTextCanvas(page: Page, scroller: HTMLElement, canvas: HTMLCanvasElement): TextCanvas {
  const state: TextState = { values: null, candidates: null, caret: 0, anchor: 0 };
  const scene: Scene = {
    page,
    state,
    context: canvas.getContext('2d')!,
    rows: breakRows([], 0),
    advance: 8.4,
    height: ROW,
  };
  let planned = false;

  function refresh(): void {
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => {
      planned = false;
      draw(scene, scroller);
    });
  }

  function moved(rowsDown: number, columnsRight: number): number {
    const last = page.characters.length - 1;
    if (rowsDown === 0) return Math.max(0, Math.min(last, state.caret + columnsRight));
    const row = rowOf(scene.rows, state.caret);
    return positionAt(scene.rows, row + rowsDown, state.caret - scene.rows.starts[row]!);
  }

  function reveal(): void {
    const top = rowOf(scene.rows, state.caret) * scene.height;
    const below = top + scene.height - scroller.clientHeight;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (below > scroller.scrollTop) scroller.scrollTop = below + 8;
    refresh();
  }

  function positionOfPointer(event: MouseEvent): number {
    const box = canvas.getBoundingClientRect();
    const row = Math.floor((event.clientY - box.top - TOP + scroller.scrollTop) / scene.height);
    return positionAt(scene.rows, row, Math.floor((event.clientX - box.left - LEFT) / scene.advance));
  }

  return {
    state,
    refresh,
    moved,
    reveal,
    positionOfPointer,
    layout() {
      measure(scene, scroller, canvas);
      refresh();
    },
    visibleRows: () => Math.max(1, Math.floor(scroller.clientHeight / scene.height) - 1),
  };
}

/** Breaks the text into rows that fit, and makes the canvas as large as the window on it. */
function measure(scene: Scene, scroller: HTMLElement, canvas: HTMLCanvasElement): void {
  const { context, page, state } = scene;
  const { clientWidth: width, clientHeight: height } = scroller;
  const ratio = window.devicePixelRatio || 1;
  context.font = FONT;
  scene.advance = context.measureText('0').width;
  const columns = Math.max(8, Math.min(120, Math.floor((width - 2 * LEFT) / scene.advance)));
  if (columns !== scene.rows.columns) scene.rows = breakRows(page.characters, columns);
  scene.height = ROW + (state.candidates ? CANDIDATES * CANDIDATE_ROW + GAP : 0);
  canvas.width = Math.floor(width * ratio);
  canvas.height = Math.floor(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const spacer = scroller.querySelector<HTMLElement>('.spacer')!;
  spacer.style.height = `${Math.max(0, rowCount(scene.rows) * scene.height - height + 8)}px`;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}

/** Draws the rows in view in the colors of the theme. */
function draw(scene: Scene, scroller: HTMLElement): void {
  const style = getComputedStyle(scroller);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  const { context, page, rows, height } = scene;
  const { scrollTop, clientWidth, clientHeight } = scroller;
  context.fillStyle = color('--paper');
  context.fillRect(0, 0, clientWidth, clientHeight);
  const view = {
    first: Math.floor(scrollTop / height),
    last: Math.min(rowCount(rows) - 1, Math.ceil((scrollTop + clientHeight) / height)),
    scrollTop,
  };
  drawRows(scene, view, page.colors, color('--ink'));
  drawSelection(scene, view, color('--mark'));
}
