import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';

/** A contestant: a program that runs a workload for a while on request. */
export interface Contestant {
  readonly name: string;
  /** Whether it is one of this project's own. */
  readonly ours: boolean;
  readonly threads: number;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What a contestant prints after each round. */
export interface Round {
  readonly characters: number;
  readonly seconds: number;
  /** Processor time of all threads together, which a busy machine distorts least. */
  readonly cpuSeconds: number;
  /** Measured by our own: a large matrix product on one thread. */
  readonly peakGflops?: number;
}

/**
 * A contestant's process, warm and waiting. Every line written to it starts a round; it answers each with a line of
 * JSON, after a first one, "ready", once it has warmed up. Between rounds it sleeps, so that the others can use the
 * machine.
 */
export class Running {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;
  #said = '';

  constructor({ command, env }: Contestant) {
    const { OPENBLAS_CORETYPE: _core, OPENBLAS_L2_SIZE: _size, ...inherited } = process.env;
    this.#child = spawn(command[0]!, command.slice(1), { env: { ...inherited, ...env } });
    this.#child.stderr!.on('data', (bytes) => (this.#said = String(bytes)));
    this.#child.on('error', (error) => (this.#said = error.message));
    this.#child.stdin!.on('error', () => undefined);
    this.#reader = createInterface({ input: this.#child.stdout! });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  async ready(): Promise<void> {
    await this.#answer();
  }

  async round(): Promise<Round> {
    this.#child.stdin!.write('go\n');
    return JSON.parse(await this.#answer()) as Round;
  }

  end(): void {
    this.#child.kill();
    this.#reader.close();
  }

  async #answer(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(this.#said.trim().split('\n').at(-1) || 'it ended without a word');
    return value;
  }
}
