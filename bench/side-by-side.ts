import { columnLabels, gridRows, linearAxis, polyline, svgFile, text } from '../src/formats/svg.js';

/** A training run: its validation losses over the seconds since it began. */
export interface Run {
  readonly name: string;
  readonly seconds: number;
  readonly validation: readonly (readonly [seconds: number, loss: number])[];
}

const [WIDTH, HEIGHT, LEFT, TOP, BOTTOM] = [720, 400, 64, 40, 350] as const;
const RIGHT = WIDTH - 24;
const COLORS = ['#777777', '#c2410c', '#2563eb', '#15803d', '#9333ea'] as const;
const style = `
  svg { background: #fff; font: 12px system-ui, sans-serif; fill: #333 }
  .grid { stroke: #ddd } .curve { fill: none; stroke-width: 2 }
  @media (prefers-color-scheme: dark) { svg { background: #161616; fill: #ccc } .grid { stroke: #333 } }`;

/** A Markdown table of runs, best last loss first, and their curves in one SVG. */
export function sideBySide(runs: readonly Run[]): { readonly table: string; readonly svg: string } {
  const lastOf = ({ validation }: Run) => validation.at(-1)?.[1] ?? Infinity;
  const ordered = [...runs].sort((a, b) => lastOf(a) - lastOf(b));
  const rows = ordered.map(
    (run) => `| ${run.name} | ${(run.seconds / 60).toFixed(2)} | ${lastOf(run).toFixed(4)} |`,
  );
  return {
    table: ['| | minutes | validation loss, nats |', '| --- | --: | --: |', ...rows].join('\n'),
    svg: svgOf(runs),
  };
}

/** Losses above this are those of the first seconds, which would press all others together. */
const SHOWN = 2.6;

function svgOf(runs: readonly Run[]): string {
  const shown = runs.map((run) => run.validation.filter(([, loss]) => loss <= SHOWN));
  const all = shown.flat();
  const losses = all.map(([, loss]) => loss);
  const x = linearAxis([0, Math.max(1, ...all.map(([seconds]) => seconds))], [LEFT, RIGHT], 8, false);
  const y = linearAxis([Math.min(SHOWN, ...losses), Math.max(1, ...losses)], [BOTTOM, TOP], 6);
  return svgFile([WIDTH, HEIGHT], 'validation loss over seconds', style, [
    text(LEFT, 22, 'validation loss, nats per character', 'start'),
    ...gridRows(y, [LEFT, RIGHT]),
    ...runs.flatMap(({ name }, i) => {
      const color = COLORS[i % COLORS.length]!;
      const label = text(RIGHT, TOP + 18 * (i + 1), name, 'end').replace('<text', `<text fill="${color}"`);
      return [polyline(shown[i]!, x, y, `class="curve" stroke="${color}"`), label];
    }),
    ...columnLabels(x, HEIGHT - 28),
    text(RIGHT, HEIGHT - 10, 'seconds', 'end'),
  ]);
}
