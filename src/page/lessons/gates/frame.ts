/** Steps of each training. */
export const STEPS = 400;

export type GatesSettings = { from: number; seed: number; work: number };

/** A training in which a gate is 1 from some step on. */
export interface GateOf {
  /** The symbol of the gate; null: all work. */
  readonly without: 'f' | 'i' | 'o' | null;
  /** Nats per character of held-out text, by steps. */
  readonly losses: readonly (readonly [number, number])[];
  /** Mean |c| over the held-out text, at the same steps. */
  readonly sizes: readonly (readonly [number, number])[];
}

export interface GatesFrame {
  readonly trainings: readonly GateOf[];
}

export const nameOf = ({ without }: GateOf): string => (without === null ? 'all gates' : `${without} = 1`);
