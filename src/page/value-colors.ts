import { interpolateRdBu } from 'd3-scale-chromatic';
import { STEPS } from '../inspect/forward/steps.js';

const DARK_PAPER = [24, 26, 31] as const;

/** Colors of −31 ... 31 on white paper: red, nearly white, blue. */
export function lightColors(): string[] {
  return steps((share) => (share === 0 ? 'rgb(255,255,255)' : compact(interpolateRdBu(0.5 + 0.3 * share))));
}

/** On a dark background: from it toward a saturated red or blue, so that light text stays readable. */
export function darkColors(): string[] {
  return steps((share) => {
    const end = share < 0 ? [176, 52, 48] : [38, 98, 176];
    return compact(
      `rgb(${end.map((c, i) => Math.round(DARK_PAPER[i]! + (c - DARK_PAPER[i]!) * Math.abs(share))).join(',')})`,
    );
  });
}

const steps = (color: (share: number) => string): string[] =>
  Array.from({ length: 2 * STEPS + 1 }, (_, i) => color((i - STEPS) / STEPS));

const compact = (color: string): string => color.replaceAll(' ', '');
