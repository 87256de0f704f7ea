/**
 * 1 at every position whose next symbol ends the feature: a binary feature goes off, a graded one falls. There
 * the prediction depends on the feature.
 */
export function decisionPoints(
  values: Float32Array,
  { from, to }: { readonly from: number; readonly to: number },
): Uint8Array {
  return Uint8Array.from({ length: to - from }, (_, i) =>
    Number(from + i + 1 < values.length && values[from + i + 1]! < values[from + i]!),
  );
}
