/** Characters that are written. */
export const LENGTH = 1000;

export type SamplingSettings = { prime: string; temperature: number; seed: number };

export interface Candidate {
  readonly symbol: string;
  /** As the network has it, and at the temperature. */
  readonly plain: number;
  readonly tempered: number;
}

export interface SamplingFrame {
  /** What was read: the prime without characters that the network does not know. */
  readonly prime: string;
  /** The likeliest next characters. */
  readonly candidates: readonly Candidate[];
  /** e to the entropy of both distributions: so many equal candidates are as uncertain. */
  readonly choices: { readonly plain: number; readonly tempered: number };
  /** Always the likeliest, and drawn at the temperature. */
  readonly greedy: string;
  readonly drawn: string;
  /** Where the greedy text begins to repeat itself, and its period; null where it does not. */
  readonly loop: { readonly from: number; readonly period: number } | null;
}
