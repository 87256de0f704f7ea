// The rows of log.csv, for a caller that writes them elsewhere.
export { logHeader, rowOf } from '../../runs/log.js';
