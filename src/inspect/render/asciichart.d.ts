declare module 'asciichart' {
  /** Draws a series as lines of text. */
  export function plot(series: readonly number[], options?: { height?: number }): string;
  const asciichart: { plot: typeof plot };
  export default asciichart;
}
