/** Called in the middle of long synchronous work, which no event can reach: the moment to stop, by throwing. */
export type Check = () => void;

/** Turns of a cheap loop between two checks: a few milliseconds. */
export const BETWEEN_CHECKS = 2 ** 15;
