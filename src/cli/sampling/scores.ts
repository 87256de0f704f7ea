/**
 * What `--best-of` and `--beam` report: `kept 1 of 8 samples: -1.132 nats per character; the others -1.180 to -1.412`.
 * Losses in nats per symbol, the best first; the first `kept` were written.
 */
export function scoreLine(losses: readonly number[], kept: number, what: string, unit: string): string {
  const shown = losses.map((loss) => (-loss).toFixed(3));
  const line = `kept ${kept} of ${losses.length} ${what}: ${shown.slice(0, kept).join(', ')} nats per ${unit}`;
  const others = shown.slice(kept);
  if (others.length === 0) return line;
  const range = others.length === 1 ? others[0]! : `${others[0]!} to ${others.at(-1)!}`;
  return `${line}; the others ${range}`;
}
