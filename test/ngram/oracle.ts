/**
 * Modified Kneser-Ney implemented a second time, slowly and literally from the definition: counts are found by
 * scanning the whole text for every n-gram. The start of a text is preceded by any number of '^'.
 */
export function oracleProbability(
  alphabet: string,
  train: string,
  context: string,
  symbol: string,
  n: number,
): number {
  return probability(train, [...alphabet], ('^'.repeat(n) + context).slice(-n || Infinity), n, symbol, 'raw');
}

type Kind = 'raw' | 'continuation';

function probability(train: string, V: string[], h: string, n: number, symbol: string, kind: Kind): number {
  const context = n === 0 ? '' : h.slice(-n);
  const below =
    n === 0 ? 1 / V.length : probability(train, V, context.slice(1), n - 1, symbol, 'continuation');
  const D = discounts(train, n, kind);
  const counts = V.map((c) => count(train, context + c, kind));
  const total = counts.reduce((a, b) => a + b, 0);
  if (total === 0) return below;
  const heldBack = counts.reduce((sum, c) => sum + D[Math.min(c, 3)]!, 0);
  const own = count(train, context + symbol, kind);
  return (own - D[Math.min(own, 3)]! + heldBack * below) / total;
}

function count(train: string, ngram: string, kind: Kind): number {
  const padded = '^'.repeat(ngram.length + 1) + train;
  const before = new Set<string>();
  let raw = 0;
  for (let i = 1; i + ngram.length <= padded.length; i++) {
    if (padded.slice(i, i + ngram.length) !== ngram) continue;
    raw++;
    before.add(padded[i - 1]!);
  }
  return kind === 'raw' ? raw : before.size;
}

function discounts(train: string, n: number, kind: Kind): number[] {
  const padded = '^'.repeat(n) + train;
  const ngrams = new Set<string>();
  for (let i = 0; i < train.length; i++) ngrams.add(padded.slice(i, i + n + 1));
  const N = [0, 0, 0, 0, 0];
  for (const ngram of ngrams) {
    const c = count(train, ngram, kind);
    if (c <= 4) N[c]!++;
  }
  const Y = N[1]! / (N[1]! + 2 * N[2]!);
  const D = [0, 1, 2, 3].map((i) => (i === 0 ? 0 : i - ((i + 1) * Y * N[i + 1]!) / N[i]!));
  const inRange = (i: number) => D[i]! > 0 && D[i]! <= i && (i > 1 || D[i]! < 1);
  return inRange(1) && inRange(2) && inRange(3) ? D : [0, 0.5, 1, 1.5];
}
