import type { Row } from '../row.js';
import { killed } from './01-killed.js';
import { forgottenState } from './02-forgotten.js';
import { failingCalls } from './03-failing-calls.js';
import { fullDisk } from './04-full-disk.js';
import { durability } from './05-durability.js';
import { flippedBits } from './06-flipped-bits.js';
import { wrongLength } from './07-wrong-length.js';
import { hostileHeaders } from './08-hostile-headers.js';
import { mutatedFiles } from './09-mutated-files.js';
import { hardTexts, kernelImplementations, oracles } from './10-12-suites.js';
import { largeCorpora } from './13-large-corpora.js';
import { divergence } from './14-divergence.js';
import { stopSignals } from './15-signals.js';
import { closedPipes } from './16-closed-pipes.js';
import { locks } from './17-locks.js';
import { badPlaces } from './18-bad-places.js';
import { escapes } from './19-escapes.js';
import { inertReports } from './20-inert-reports.js';
import { misuse } from './21-misuse.js';
import { invertedValidators } from './22-validators.js';
import { writerLimits } from './23-limits.js';
import { bestModel } from './24-best.js';
import { blockedOutputs } from './25-blocked-outputs.js';
import { busyCommands } from './26-busy.js';
import { outputs } from './27-outputs.js';
import { inputsAsOutputs } from './28-inputs.js';
import { links } from './29-links.js';
import { owners } from './30-owners.js';
import { changedCorpus } from './31-changed-corpus.js';
import { hostileNumbers } from './32-hostile-numbers.js';
import { seeds } from './33-seeds.js';
import { servedPage } from './34-served-page.js';
import { initialWeights } from './35-initial-weights.js';
import { comparable } from './36-comparable.js';
import { badLines } from './37-bad-lines.js';
import { manySamples } from './38-many-samples.js';
import { otherRuns } from './39-other-runs.js';
import { endlessInputs } from './40-endless-inputs.js';
import { endlessPatterns } from './41-endless-patterns.js';
import { javaScriptWords } from './42-names.js';
import { foreignEncodings } from './43-encodings.js';

/** The scorecard of docs/reliability.md, line by line. */
export const rows: readonly Row[] = [
  killed,
  forgottenState,
  failingCalls,
  fullDisk,
  durability,
  flippedBits,
  wrongLength,
  hostileHeaders,
  mutatedFiles,
  kernelImplementations,
  oracles,
  hardTexts,
  largeCorpora,
  divergence,
  stopSignals,
  closedPipes,
  locks,
  badPlaces,
  escapes,
  inertReports,
  misuse,
  invertedValidators,
  writerLimits,
  bestModel,
  blockedOutputs,
  busyCommands,
  outputs,
  inputsAsOutputs,
  links,
  owners,
  changedCorpus,
  hostileNumbers,
  seeds,
  servedPage,
  initialWeights,
  comparable,
  badLines,
  manySamples,
  otherRuns,
  endlessInputs,
  endlessPatterns,
  javaScriptWords,
  foreignEncodings,
];
