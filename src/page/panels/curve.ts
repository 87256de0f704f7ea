import uPlot from 'uplot';
import { atNextFrame } from '../elements.js';

/** The loss against the step: every step's, smoothed, and of the validation part. */
export interface Curve {
  add(steps: readonly number[], losses: readonly number[]): void;
  validate(step: number, loss: number): void;
  clear(): void;
  /** The theme or the size has changed. */
  redraw(): void;
}

/** Points that are kept; of more, every other one is left out. */
const MOST = 1200;
/** Weight of the past in the smoothed loss, per point. */
const SMOOTH = 0.9;

export function createCurve(box: HTMLElement): Curve {
  let steps: number[] = [];
  let losses: number[] = [];
  let stride = 1;
  let validation = new Map<number, number>();
  const size = () => ({ width: box.clientWidth, height: box.clientHeight });
  let plot = create();

  function create(): uPlot {
    const style = getComputedStyle(box);
    const color = (name: string): string => style.getPropertyValue(name).trim();
    const axis = {
      stroke: color('--soft'),
      grid: { stroke: color('--line'), width: 1 },
      ticks: { show: false },
      font: '11px system-ui, sans-serif',
    };
    return new uPlot(
      {
        ...size(),
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: false } },
        axes: [
          { ...axis, size: 22, gap: 4 },
          { ...axis, size: 38, gap: 4 },
        ],
        series: [
          {},
          { stroke: color('--faint'), width: 1, points: { show: false } },
          { stroke: color('--accent'), width: 2, points: { show: false } },
          {
            stroke: color('--mark'),
            width: 2,
            points: { show: true, size: 5, fill: color('--mark') },
            spanGaps: true,
          },
        ],
      },
      data(),
      box,
    );
  }

  function data(): uPlot.AlignedData {
    const x = [...new Set([...steps, ...validation.keys()])].sort((a, b) => a - b);
    const at = new Map(steps.map((step, i) => [step, losses[i]!]));
    let smooth: number | null = null;
    const smoothed = x.map((step) => {
      const loss = at.get(step);
      if (loss !== undefined) smooth = smooth === null ? loss : SMOOTH * smooth + (1 - SMOOTH) * loss;
      return smooth;
    });
    return [
      x,
      x.map((step) => at.get(step) ?? null),
      smoothed,
      x.map((step) => validation.get(step) ?? null),
    ];
  }

  const draw = atNextFrame(() => plot.setData(data()));
  new ResizeObserver(() => plot.setSize(size())).observe(box);

  function thin(): void {
    stride *= 2;
    losses = losses.filter((_, i) => i % 2 === 0);
    steps = steps.filter((_, i) => i % 2 === 0);
  }

  return {
    add(more, values) {
      more.forEach((step, i) => {
        if (step % stride !== 0) return;
        steps.push(step);
        losses.push(values[i]!);
      });
      if (steps.length > MOST) thin();
      draw();
    },
    validate(step, loss) {
      validation.set(step, loss);
      draw();
    },
    clear() {
      [steps, losses, stride] = [[], [], 1];
      validation = new Map();
      draw();
    },
    redraw() {
      plot.destroy();
      plot = create();
    },
  };
}
