/**
 * The script of a Slurm job array: task i runs line i, for at most twice the estimated `hours`, where those are known. Submit it with sbatch. A task that is requeued runs the same
 * line again; run sweep again for a script of what is missing, with --resume where a run has begun.
 */
export function slurmScript(lines: readonly string[], hours: number): string {
  const limit = Number.isFinite(hours) ? [`#SBATCH --time=${Math.max(1, Math.ceil(hours * 2))}:00:00`] : [];
  return [
    '#!/bin/bash',
    '#SBATCH --job-name=char-rnn',
    `#SBATCH --array=1-${lines.length}`,
    '#SBATCH --ntasks=1',
    '#SBATCH --cpus-per-task=2',
    '#SBATCH --mem=2G',
    ...limit,
    '#SBATCH --output=char-rnn-%A-%a.log',
    '',
    'case "${SLURM_ARRAY_TASK_ID:?submit this script with sbatch}" in',
    ...lines.map((line, i) => `  ${i + 1}) ${line} ;;`),
    'esac',
    '',
  ].join('\n');
}
