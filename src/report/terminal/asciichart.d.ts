declare module 'asciichart' {
  /** `plot` draws a series as lines of text. */
  const asciichart: {
    plot(
      series: readonly number[] | readonly (readonly number[])[],
      options?: { height?: number; min?: number; max?: number; format?: (value: number) => string },
    ): string;
  };
  export = asciichart;
}
