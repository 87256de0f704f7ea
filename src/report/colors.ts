import { interpolateRdBu } from 'd3-scale-chromatic';

type Rgb = [r: number, g: number, b: number];

/** −1 red, 0 nearly white, 1 blue, as in Karpathy, Johnson & Fei-Fei 2015; pale enough for black letters on it. */
export const colorOf = (strength: number): Rgb =>
  channelsOf(0.5 + Math.max(-1, Math.min(1, strength)) * 0.38);

/** The same scale up to full red and blue. */
export const fullColorOf = (strength: number): Rgb => channelsOf(0.5 + strength / 2);

const channelsOf = (share: number): Rgb => interpolateRdBu(share).match(/\d+/g)!.map(Number) as Rgb;
