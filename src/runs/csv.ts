/** Loaded when there are rows to write: the library takes longer than all else that a run's start loads of `runs/`. */
export { writeToString } from 'fast-csv';
