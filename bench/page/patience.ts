/** Milliseconds until a browser that does not answer is given up: a busy machine takes its time. */
export const PATIENCE = 300_000;
