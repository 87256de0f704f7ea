import { statSync } from 'node:fs';

/** Whether two paths lead to one file, by device and inode: through links and other names too. */
export function sameFile(a: string, b: string): boolean {
  const [one, other] = [identity(a), identity(b)];
  return one !== undefined && one === other;
}

function identity(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined; // nothing there, so nothing to overwrite
  }
}
