import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when a stream has said something, or when the process that writes it has ended. */
export async function wrote(stream: Readable, what: RegExp, gone: Promise<unknown>): Promise<void> {
  let written = '';
  const found = new Promise<void>((resolve) => {
    stream.on('data', (chunk) => {
      written += chunk;
      if (what.test(written)) resolve();
    });
  });
  await Promise.race([found, gone]);
}

/** Resolves when a process has a file open, or has ended. */
export async function opened(child: ChildProcessWithoutNullStreams, path: string): Promise<void> {
  while (!isOver(child) && !openFiles(child.pid!).includes(path)) await sleep(20);
}

/** Whether a process has ended, by itself or by a signal. */
export const isOver = ({ exitCode, signalCode }: ChildProcessWithoutNullStreams) =>
  exitCode !== null || signalCode !== null;

function openFiles(pid: number): string[] {
  const directory = `/proc/${pid}/fd`;
  try {
    return readdirSync(directory).map((fd) => readlinkSync(join(directory, fd)));
  } catch {
    return []; // it has ended, or closed one of them meanwhile
  }
}
