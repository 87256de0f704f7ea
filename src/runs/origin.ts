import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { parseStrictJson } from '../formats/strict-json.js';
import { userError } from '../core/errors.js';
import { disk, onDisk } from '../disk/disk.js';
import { parseRunConfig, type CorpusOrigin, type Environment } from './config.js';
import { CONFIG } from './files.js';

/** Characters of JSON that a list of files may take in a checkpoint, whose header is bounded. */
const LONGEST_LIST = 64 * 1024;

/**
 * The environment as it is kept in every checkpoint: for a long list of files only the count; the list is in the
 * run's config.json.
 */
export function boundedEnvironment(environment: Environment): Environment {
  const { files } = environment.corpus;
  if (JSON.stringify(files).length <= LONGEST_LIST) return environment;
  const list = { count: files.length, digest: digestOf(files) };
  return { ...environment, corpus: { ...environment.corpus, files: [], list } };
}

/**
 * The files of a corpus. Where the checkpoint `file` has only their number, they come from the config.json beside it
 * (or in it, when it is a run). Throws run/config where that is missing or holds another list.
 */
export function filesOfCorpus({ files, list }: CorpusOrigin, file: string): readonly string[] {
  if (list === undefined) return files;
  const directory = onDisk(file, () => disk.stat(file)?.isDirectory()) ? file : dirname(file);
  const config = join(directory, CONFIG);
  const why = `it lacks the list of the ${list.count} files that ${file} was trained on`;
  if (!onDisk(config, () => disk.stat(config)?.isFile()))
    throw userError('run/config', { file: config, why });
  const text = new TextDecoder().decode(onDisk(config, () => disk.readFile(config)));
  const listed = parseRunConfig(parseOr(text), config).environment.corpus.files;
  if (digestOf(listed) !== list.digest) throw userError('run/config', { file: config, why });
  return listed;
}

function parseOr(text: string): unknown {
  try {
    return parseStrictJson(text);
  } catch {
    return undefined; // parseRunConfig says what is wrong
  }
}

function digestOf(files: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(files)).digest('hex');
}
