/** Steps of each training, and the layers that are compared. */
export const STEPS = 400;
export const LAYERS = [1, 2, 3, 4] as const;

export type DepthSettings = { cell: string; parameters: number; seed: number; work: number };

export interface DepthOf {
  readonly layers: number;
  readonly hidden: number;
  readonly parameters: number;
  /** Nats per character of held-out prose, by steps. */
  readonly losses: readonly (readonly [number, number])[];
}

export interface DepthFrame {
  readonly networks: readonly DepthOf[];
}
