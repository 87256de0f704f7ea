/** The errors that only the command line can raise: invalid arguments, and requests that a run or model cannot meet. */
declare module '../../core/errors.js' {
  interface ErrorFields {
    'usage/value': { flag: string; value: string | number; expected: string };
    'usage/no-value': { flag: string; expected: string };
    'usage/unwanted-value': { flag: string; value: string };
    'usage/unknown-flag': { flag: string; hint: string };
    'usage/overwrites': { flag: string; file: string; input: string };
    'usage/exists': { flag: string; file: string };
    'usage/conflict': { flag: string; other: string };
    'usage/missing-argument': { usage: string };
    'usage/extra-argument': { value: string; usage: string };
    'usage/unknown-command': { command: string; hint: string };

    'page/model': { file: string; what: string; command: string };
    'sweep/other-run': { directory: string; why: string };
    'inspect/flag': { flag: string; view: string };
    'inspect/view': { view: string; reads: string; wanted: string };
    'inspect/changed': { file: string };
    'compare/changed': { run: string; file: string };
    'inspect/text': { model: string };
    'eval/training-text': { model: string; why: string };

    'resume/changed': { file: string; directory: string };
    'resume/stdin': { directory: string };
    'resume/weights-only': { file: string };
    'init/shape': { file: string; flag: string; has: string | number; asked: string | number };
    'init/tokens': { file: string; has: string; asked: string };
    'init/task': { file: string; has: string; asked: string };
    'init/cnn': { file: string; why: string };
  }
}

export {};
