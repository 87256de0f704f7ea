/** 1215236 -> "1,215,236". */
export function count(n: number): string {
  return Math.round(n).toLocaleString('en-US');
}

/** .0512 -> "5.1 %". */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** A difference with its sign, a true minus: "+0.120", "−0.003". */
export function signed(value: number, digits: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
}

/** Nats in bits, with `digits` decimals. */
export function bits(nats: number, digits: number): string {
  return (nats / Math.LN2).toFixed(digits);
}

/** 233 -> "U+00E9". */
export function codePoint(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A text as lines of at most `width` columns, broken at blanks; later lines begin with `indent`. */
export function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line.trim() !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else {
      line += line.trim() === '' ? word : ` ${word}`;
    }
  }
  return [...lines, line];
}

/** A score as tables show it: `.973`, `1.00`, `-.120`. */
export function score(value: number): string {
  if (!Number.isFinite(value)) return '-';
  const fixed = value.toFixed(3);
  return Math.abs(value) >= 0.9995 ? value.toFixed(2) : fixed.replace(/^(-?)0\./, '$1.');
}

/** `1 step`, `2 steps`. */
export function many(n: number, what: string): string {
  return `${count(n)} ${what}${n === 1 ? '' : 's'}`;
}

/** A duration in words: `45s`, `3m 12s`, `2h 5m`. */
export function duration(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s}s`;
  if (s < 3600) return `${Math.floor(s / 60)}m ${s % 60}s`;
  return `${Math.floor(s / 3600)}h ${Math.floor((s % 3600) / 60)}m`;
}

/** The text with its first letter in upper case. */
export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
