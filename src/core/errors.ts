/**
 * The codes of all errors that a caller can cause or must handle, with the fields of each. A field is a name, a path,
 * a count or a short detail; the sentences are in report/wording/.
 */
export interface ErrorFields {
  'usage/value': { flag: string; value: string | number; expected: string };
  'usage/no-value': { flag: string; expected: string };
  'usage/unwanted-value': { flag: string; value: string };
  'usage/unknown-flag': { flag: string; hint: string };
  'usage/overwrites': { flag: string; file: string; input: string };
  'usage/run-file': { flag: string; file: string; directory: string };
  'usage/exists': { flag: string; file: string };
  'usage/conflict': { flag: string; other: string };
  'usage/plan': object;
  'usage/applies': { flag: string; to: string; what: string };
  'usage/needs': { flag: string; other: string };
  'usage/missing-argument': { usage: string };
  'usage/extra-argument': { value: string; usage: string };
  'usage/unknown-command': { command: string; hint: string };

  'page/model': { file: string; what: string; command: string };
  'sweep/other-run': { directory: string; why: string };
  'inspect/flag': { flag: string; view: string };
  'inspect/view': { view: string; reads: string; wanted: string };

  'data/changed': { file: string; run: string; hint: string };
  'data/gone': { file: string; run: string; hint: string };
  'data/stdin': { run: string; hint: string };
  'data/unknown': { run: string; hint: string };
  'data/streams': { name: string; part: string };
  'data/no-part': { run: string; part: string; hint: string };
  'resume/weights-only': { file: string };
  'init/shape': { file: string; flag: string; has: string | number; asked: string | number };
  'init/tokens': { file: string; has: string; asked: string };
  'init/network': { file: string; what: string };
  'init/task': { file: string; has: string; asked: string };
  'init/cnn': { file: string; why: string };

  'corpus/missing': { file: string };
  'corpus/empty': { file: string };
  'corpus/lines': { file: string };
  'corpus/short': { file: string };
  'corpus/one-symbol': { file: string; character: string };
  'corpus/symbols': { file: string; count: number; most: number };
  'corpus/no-match': { directory: string; include: string };
  'corpus/undecodable': { file: string; encoding: string; offset: number; byte: string; instead: string };
  'corpus/encoding': { file: string; encoding: string; looks: string; instead: string };
  'corpus/gzip': { file: string; code: string };
  'corpus/too-large': { file: string; bytes: number };
  'corpus/no-text': { directory: string; file: string; why: string };
  'corpus/endless': { file: string; bytes: number };
  'corpus/foreign': { file: string; unknown: number };
  'corpus/unknown': { file: string; character: string; line: number; size: number };
  'text/too-long': { file: string; limit: number; instead: string };
  'lines/few': { found: number; wanted: number; tries: number };
  'lines/slow-regex': { pattern: string; seconds: number };
  'text/unknown': { character: string; position: number; size: number; instead: string };

  'table/columns': { file: string; count: number; known: string; delimiter: string };
  'table/no-column': { file: string; column: string; known: string };
  'table/two-columns': { file: string; column: string; count: number };
  'table/header': { file: string; row: number };
  'table/quote': { file: string; row: number; text: string };
  'table/width': { file: string; row: number; cells: number; columns: number; hint: string };
  'table/no-header': { file: string; cell: string; why: string };
  'table/empty-cell': { file: string; row: number; column: string };
  'table/empty-column': { file: string; column: string; rows: number };
  'table/empty': { file: string; why: string };
  'table/header-line': { file: string; header: string };
  'table/undecodable': { file: string; row: number; encoding: string };
  'table/too-long': { file: string; row: number; most: number };
  'table/nothing-known': { file: string; row: number; column: string };
  'table/lengths': { file: string; row: number; from: string; to: string; symbols: number; tags: number };
  'table/one-label': { file: string; column: string; label: string };
  'table/many-labels': { file: string; row: number; column: string; most: number; hint: string };
  'table/many-symbols': { file: string; row: number; column: string; most: number };
  'table/number': { file: string; row: number; column: string; value: string };
  'table/unknown-label': { file: string; row: number; column: string; label: string; known: string };
  'table/unknown-symbol': { file: string; row: number; column: string; symbol: string; size: number };

  'series/no-numbers': { file: string };
  'series/order': { file: string; row: number; column: string; value: string; earlier: string };
  'series/date': { file: string; row: number; column: string; value: string };
  'series/no-date': { file: string };
  'series/constant': { file: string; column: string };
  'series/short': { file: string; rows: number; least: number };
  'series/few': { file: string; series: number; what: string; hint: string };
  'series/label': { file: string; row: number; name: string; label: string; other: string };
  'series/gap': { file: string; row: number; column: string };
  'series/seen': { file: string };
  'series/no-history': { file: string; rows: number; least: number };

  'labels/length': { file: string; rows: number; characters: number };
  'labels/number': { file: string; row: number; column: string; value: string };

  'npz/archive': { file: string; why: string };
  'npz/size': { file: string; limit: number };
  'npz/array': { file: string; array: string; why: string; hint: string };

  'clips/missing': { file: string; known: string };
  'clips/shape': { file: string; shape: string };
  'clips/type': { file: string };
  'clips/pixel': { file: string; clip: number; place: number; value: number };
  'clips/labels': { file: string; clips: string; labels: string };
  'clips/label': { file: string; label: number };
  'clips/gap': { file: string; missing: number; largest: number };
  'clips/size': { file: string; size: number; divisor: number };
  'clips/unlabeled': { file: string };
  'clips/images': { file: string; frames: number };
  'clips/captions': { file: string; images: number; table: string; rows: number };
  'clips/one-label': { file: string; label: string };
  'clips/unknown': { file: string; label: string; clip: number };
  'clips/fit': { file: string; has: string; wanted: string };
  'clips/model': { file: string; clips: string };
  'clips/needed': { network: string };

  'inspect/state': { state: string; known: string };
  'inspect/cell': { cell: string; layers: number; units: number; states: string };
  'inspect/gate': { cell: string };
  'inspect/feature': { name: string; known: string };
  'inspect/regex': { name: string; pattern: string; reason: string };
  'inspect/slow-regex': { name: string; pattern: string; seconds: number };
  'inspect/short': { name: string; characters: number; what: 'characters' | 'answers'; least: number };
  'over/checkpoints': { run: string; steps: string; why: string };
  'pairs/context': { file: string };
  'pairs/character': { file: string; pair: number; character: string };
  'match/networks': { file: string };
  'match/vocabulary': { file: string; first: string };
  'match/text': { file: string; first: string };
  'inspect/constant': { features: string; name: string };
  'inspect/decisions': { feature: string; name: string };

  'export/network': { network: string; format: string; known: string };

  'checkpoint/missing': { file: string };
  'checkpoint/not-a-file': { file: string };
  'checkpoint/none': { directory: string };
  'checkpoint/foreign': { file: string };
  'checkpoint/version': { file: string; version: string };
  'checkpoint/digest': { file: string };
  'checkpoint/field': { file: string; field: string; why: string };
  'checkpoint/tensor': { file: string; tensor: string; why: string };
  'checkpoint/training': { why: string };

  'counts/missing': { file: string };
  'counts/not-a-file': { file: string };
  'counts/foreign': { file: string };
  'counts/version': { file: string; version: string };
  'counts/other': { file: string };
  'counts/digest': { file: string };
  'counts/invalid': { file: string; why: string };
  'safetensors/short': { file: string; size: number };
  'safetensors/length': { file: string; length: number; limit: number };
  'safetensors/header': { file: string; why: string };
  'safetensors/metadata': { file: string };
  'backend/missing': { backend: string; why: string };
  'model/memory': { what: string; bytes: number; limit: number };
  'safetensors/limit': { file: string; what: string; bytes: number; limit: number };
  'safetensors/count': { file: string; count: number; limit: number };
  'safetensors/tensor': { file: string; tensor: string; why: string };
  'safetensors/size': { file: string; expected: number; size: number };
  'weights/vocabulary': { file: string; vocabulary: string; why: string };

  'resume/initial': { file: string; why: string; directory: string };

  'log/exists': { file: string };
  'run/none': { directory: string };
  'run/config': { file: string; why: string };
  'run/exists': { directory: string };
  'run/lost': { directory: string };
  'run/locked': { directory: string; pid: number; host: string; lock: string };

  'disk/full': { file: string; call: string };
  'disk/denied': { file: string; call: string; code: string };
  'disk/place': { file: string; call: string; why: string };
  'disk/failed': { file: string; call: string; code: string };

  'model/not-finite': { value: number };
  'train/diverged': { step: number; quantity: string; value: number; lr: number };
}

export type ErrorCode = keyof ErrorFields;

/**
 * An error with a cause outside the program: an input, a file, the disk, a diverging run. `code` and `fields` say
 * what happened; `message` lists both on one line. The command line has a sentence and an exit code for each code
 * (cli/messages).
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  constructor(
    readonly code: ErrorCode,
    readonly fields: Readonly<Record<string, string | number>>,
    options?: ErrorOptions,
  ) {
    const list = Object.entries(fields).map(([name, value]) => `${name} = ${value}`);
    super(`${code}: ${list.join(', ')}`, options);
  }
}

/** `throw userError('corpus/empty', { file })`. `cause` keeps the underlying error. */
export function userError<K extends ErrorCode>(code: K, fields: ErrorFields[K], cause?: unknown): UserError {
  return new UserError(code, { ...fields }, cause === undefined ? undefined : { cause });
}
