import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Context } from 'mocha';

/**
 * Imports torch, which takes seconds, then runs every script in a fork of itself: a line of JSON for each on stdin, its
 * number and exit code on stdout when it is over. A fork of the fork runs it, so that several run at the same time.
 */
const server = `
import json, os, runpy, signal, sys, traceback
try:
    import torch
except ImportError:
    sys.exit(1)
print("ready", flush=True)
signal.signal(signal.SIGCHLD, signal.SIG_IGN)

def run(job):
    os.chdir(job["cwd"])
    os.environ.update(job["env"])
    for stream, name in (1, "stdout"), (2, "stderr"):
        os.dup2(os.open(os.path.join(job["output"], name), os.O_WRONLY | os.O_CREAT, 0o600), stream)
    sys.argv = job["args"]
    try:
        if sys.argv[0] == "-c":
            code = sys.argv.pop(1)
            exec(code, {"__name__": "__main__"})
        else:
            sys.path.insert(0, os.getcwd())
            runpy.run_path(sys.argv[0], run_name="__main__")
        return 0
    except SystemExit as end:
        return end.code or 0
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()

for line in sys.stdin:
    job = json.loads(line)
    if os.fork() > 0:
        continue
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if child == 0:
        os._exit(run(job))
    os.write(1, f"{job['id']} {os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\\n".encode())
    os._exit(0)
`;

/** Python with torch, which runs scripts. */
export interface Torch {
  /** The interpreter. */
  readonly python: string;
  /** Runs `-c CODE ...` or `FILE ...` as python does in `cwd`; returns stdout, or throws with stderr. */
  run(
    args: readonly string[],
    options?: { cwd?: string; env?: Readonly<Record<string, string>> },
  ): Promise<string>;
}

let torch: Promise<Torch | null> | undefined;

/** The Python that has PyTorch; where none has, the test is skipped and the reason printed. */
export async function torchFor(test: Context): Promise<Torch> {
  torch ??= start('python3').then((found) => found ?? start('/usr/bin/python3'));
  const found = await torch;
  if (found) return found;
  console.log('      skipped: no python3 that imports torch');
  return test.skip();
}

async function start(python: string): Promise<Torch | null> {
  const env = { ...process.env, OMP_NUM_THREADS: '1' };
  const child = spawn(python, ['-c', server], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout });
  const isReady = await new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false));
    lines.once('line', () => resolve(true));
    lines.once('close', () => resolve(false));
  });
  if (!isReady) return null;
  // it ends with this process, and does not keep it alive
  child.unref();
  const [input, output] = [child.stdin as Socket, child.stdout as Socket];
  const waiting = new Map<number, (code: number) => void>();
  lines.on('line', (line) => {
    const [id, code] = line.split(' ').map(Number) as [number, number];
    waiting.get(id)?.(code);
    waiting.delete(id);
    keepAlive();
  });
  const keepAlive = () => {
    for (const stream of [input, output]) stream[waiting.size > 0 ? 'ref' : 'unref']();
  };
  keepAlive();
  let jobs = 0;
  return {
    python,
    async run(args, { cwd = process.cwd(), env = {} } = {}) {
      const output = mkdtempSync(join(tmpdir(), 'python-'));
      const id = jobs++;
      const code = await new Promise<number>((resolve) => {
        waiting.set(id, resolve);
        keepAlive();
        input.write(`${JSON.stringify({ id, args, cwd, env, output })}\n`);
      });
      const [stdout, stderr] = ['stdout', 'stderr'].map((name) => readFileSync(join(output, name), 'utf8'));
      rmSync(output, { recursive: true });
      if (code !== 0) throw new Error(`${args[0]}: exit ${code}: ${stderr}`);
      return stdout!;
    },
  };
}

/** Runs a script and returns what it prints, read as JSON. */
export async function runPython(torch: Torch, script: string, args: readonly string[]): Promise<unknown> {
  return JSON.parse(await torch.run(['-c', script, ...args]));
}
