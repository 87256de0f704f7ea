import { draw, type Drawn } from './drawn.js';

/** Lines over one axis, each with its name; the page and docs/lessons.md draw the same. */
export interface Chart {
  /** What is shown, for those who do not see it. */
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly ChartLine[];
}

export interface Axis {
  readonly label: string;
  /** The logarithm of the values is shown; those that have none are left out. */
  readonly log?: boolean;
  readonly least?: number;
  readonly most?: number;
}

export interface ChartLine {
  readonly name: string;
  readonly points: readonly (readonly [number, number])[];
  /** Which of the colors 0 ... 5. */
  readonly color: number;
  /** What is compared with, not measured here: thin and dashed. */
  readonly dashed?: boolean;
}

const [WIDTH, HEIGHT] = [560, 300];
const ROOM = { left: 58, right: 150, top: 12, bottom: 40 } as const;
/** Between two names at the right. */
const ROW = 14;

/** An axis in pixels, and the values at which it has a mark. */
interface Scale {
  at(value: number): number;
  readonly marks: readonly number[];
}

export function lineChart({ title, x, y, lines }: Chart): Drawn {
  const shown = lines.map((line) => ({
    ...line,
    points: line.points.filter(([a, b]) => has(x, a) && has(y, b)),
  }));
  const all = shown.flatMap(({ points }) => points);
  const across = scaleOf(
    x,
    all.map(([value]) => value),
    ROOM.left,
    WIDTH - ROOM.right,
  );
  const up = scaleOf(
    y,
    all.map(([, value]) => value),
    HEIGHT - ROOM.bottom,
    ROOM.top,
  );
  const names = spread(
    shown
      .filter(({ points }) => points.length > 0)
      .map((line) => ({ line, y: up.at(line.points.at(-1)![1]) })),
  );
  return draw(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': title, class: 'chart' },
    ...axes(x, y, across, up),
    ...shown.map(({ points, color, dashed }) =>
      draw('path', {
        class: `line line-${color}${dashed ? ' dashed' : ''}`,
        d: points
          .map(([a, b], i) => `${i === 0 ? 'M' : 'L'}${across.at(a).toFixed(1)},${up.at(b).toFixed(1)}`)
          .join(''),
      }),
    ),
    ...names.map(({ line, y }) =>
      draw(
        'text',
        { class: `name fill-${line.color}`, x: WIDTH - ROOM.right + 6, y: (y + 4).toFixed(1) },
        line.name,
      ),
    ),
  );
}

const has = ({ log }: Axis, value: number): boolean => Number.isFinite(value) && (!log || value > 0);

function scaleOf({ log, least, most }: Axis, values: readonly number[], from: number, to: number): Scale {
  const known = [...values, ...[least, most].filter((value) => value !== undefined)];
  const low = least ?? Math.min(...known);
  const high = most ?? Math.max(...known);
  const bend = log ? Math.log10 : (value: number) => value;
  const [a, b] = known.length === 0 ? [0, 1] : [bend(low), bend(high)];
  const width = b - a || 1;
  const at = (value: number): number => from + ((bend(value) - a) / width) * (to - from);
  return {
    at,
    marks: (log ? powers(a, b) : rounds(a, b)).filter(
      (value) => bend(value) >= a - 1e-9 && bend(value) <= b + 1e-9,
    ),
  };
}

/** Powers of ten, at most about six. */
function powers(a: number, b: number): number[] {
  const every = Math.max(1, Math.ceil((b - a) / 6));
  const first = Math.ceil(a / every) * every;
  return Array.from(
    { length: Math.max(0, Math.floor((b - first) / every) + 1) },
    (_, i) => 10 ** (first + i * every),
  );
}

/** Multiples of 1, 2 or 5 times a power of ten, about five. */
function rounds(a: number, b: number): number[] {
  const rough = (b - a || 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough)!;
  const first = Math.ceil(a / step - 1e-9);
  return Array.from({ length: Math.floor(b / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step);
}

function axes(x: Axis, y: Axis, across: Scale, up: Scale): Drawn[] {
  const [left, right, bottom] = [ROOM.left, WIDTH - ROOM.right, HEIGHT - ROOM.bottom];
  return [
    ...up.marks.flatMap((value) => [
      draw('path', { class: 'grid', d: `M${left},${up.at(value).toFixed(1)}H${right}` }),
      draw(
        'text',
        { class: 'mark', x: left - 6, y: (up.at(value) + 4).toFixed(1), 'text-anchor': 'end' },
        label(value),
      ),
    ]),
    ...across.marks.map((value) =>
      draw(
        'text',
        { class: 'mark', x: across.at(value).toFixed(1), y: bottom + 15, 'text-anchor': 'middle' },
        label(value),
      ),
    ),
    draw('text', { class: 'mark', x: (left + right) / 2, y: HEIGHT - 6, 'text-anchor': 'middle' }, x.label),
    draw(
      'text',
      {
        class: 'mark',
        x: 12,
        y: (ROOM.top + bottom) / 2,
        'text-anchor': 'middle',
        transform: `rotate(-90 12 ${(ROOM.top + bottom) / 2})`,
      },
      y.label,
    ),
  ];
}

function label(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e5 || size < 1e-3) return value.toExponential(0).replace('e+', 'e').replace('-', '−');
  return Number(value.toPrecision(4)).toLocaleString('en-US', { maximumFractionDigits: 4 }).replace('-', '−');
}

/** Names that would lie upon each other are moved apart, in the order of their lines. */
function spread(
  names: readonly { readonly line: ChartLine; readonly y: number }[],
): { line: ChartLine; y: number }[] {
  const sorted = names.toSorted((a, b) => a.y - b.y).map((name) => ({ ...name }));
  sorted.forEach((name, i) => {
    if (i > 0) name.y = Math.max(name.y, sorted[i - 1]!.y + ROW);
  });
  const over = (sorted.at(-1)?.y ?? 0) - (HEIGHT - ROOM.bottom);
  if (over > 0) for (const name of sorted) name.y -= over;
  return sorted;
}
