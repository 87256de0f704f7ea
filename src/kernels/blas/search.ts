import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

type Platform = NodeJS.Platform;

/** Names that the system's dynamic loader resolves. */
const loaderNames: Partial<Record<Platform, readonly string[]>> = {
  linux: ['libopenblas.so.0', 'libopenblas.so', 'libmkl_rt.so.2', 'libmkl_rt.so.1', 'libmkl_rt.so'],
  darwin: ['/System/Library/Frameworks/Accelerate.framework/Accelerate'],
  win32: ['libopenblas.dll', 'mkl_rt.2.dll', 'mkl_rt.dll'],
};

const blisNames = ['libblis.so.4', 'libblis.so.3', 'libblis.so'] as const;

const suffixes: Partial<Record<Platform, string>> = { linux: '.so', darwin: '.dylib', win32: '.dll' };

/** Where to search, as an argument for tests. */
interface Surroundings {
  readonly platform: Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
}

/**
 * BLAS libraries worth trying, best first: the system's, then files of Homebrew and conda, then those shipped with
 * NumPy and SciPy, then BLIS. Directories are read lazily, as far as the caller iterates.
 */
export function* librariesToTry(
  { platform, env, home }: Surroundings = { platform: process.platform, env: process.env, home: homedir() },
): Generator<string> {
  yield* loaderNames[platform] ?? [];
  const suffix = suffixes[platform];
  if (suffix === undefined) return;
  for (const directory of [...homebrew(env), ...conda(env, platform)]) {
    yield* matches(
      directory,
      new RegExp(`^(libopenblas|libmkl_rt|openblas|mkl_rt)[\\w.]*\\${suffix}[\\d.]*$`),
    );
  }
  for (const packages of pythonPackages(env, home, platform)) {
    for (const name of ['numpy.libs', 'numpy/.dylibs', 'scipy.libs', 'scipy/.dylibs']) {
      yield* matches(join(packages, name), new RegExp(`openblas[\\w.-]*\\${suffix}$`));
    }
  }
  yield* blisToTry(platform);
}

/** Names of BLIS that the system's dynamic loader resolves. */
export function blisToTry(platform: Platform = process.platform): readonly string[] {
  return platform === 'linux' ? blisNames : [];
}

function homebrew(env: NodeJS.ProcessEnv): string[] {
  const roots = [env['HOMEBREW_PREFIX'] ?? [], '/opt/homebrew', '/usr/local', '/home/linuxbrew/.linuxbrew'];
  return roots.flat().map((root) => join(root, 'opt/openblas/lib'));
}

function conda(env: NodeJS.ProcessEnv, platform: Platform): string[] {
  const prefix = env['CONDA_PREFIX'];
  return prefix ? [join(prefix, platform === 'win32' ? 'Library/bin' : 'lib')] : [];
}

/** The package directories of the environments in use, of the Pythons on the PATH, of the user and of the system. */
function pythonPackages(env: NodeJS.ProcessEnv, home: string, platform: Platform): string[] {
  const onPath = (env['PATH'] ?? '')
    .split(delimiter)
    .map((directory) => join(directory, platform === 'win32' ? 'python.exe' : 'python3'))
    .filter((program) => existsSync(program))
    .map((program) => dirname(platform === 'win32' ? program : dirname(realpathSync(program))));
  const prefixes = [env['VIRTUAL_ENV'] ?? [], env['CONDA_PREFIX'] ?? [], onPath, join(home, '.local')].flat();
  const found = [...prefixes, '/usr/local', '/usr'].flatMap((prefix) => [
    join(prefix, 'Lib/site-packages'),
    join(prefix, 'lib/python3/dist-packages'),
    ...matches(join(prefix, 'lib'), /^python3\.\d+$/).flatMap((python) => [
      join(python, 'site-packages'),
      join(python, 'dist-packages'),
    ]),
  ]);
  return [...new Set(found)];
}

/** The entries of a directory that match, in the order of their names; none where it does not exist. */
function matches(directory: string, pattern: RegExp): string[] {
  try {
    const names = readdirSync(directory).filter((name) => pattern.test(name));
    return names.sort().map((name) => join(directory, name));
  } catch {
    return [];
  }
}
