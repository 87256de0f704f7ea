// npm runs this after an install in a clone, for a git dependency, a folder or `npm link`, and before packing
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const compiler = new URL('node_modules/typescript/package.json', import.meta.url);
if (!existsSync(compiler)) {
  console.error('char-rnn: not built, as the development packages are not installed');
} else {
  process.exitCode = spawnSync('npm run -s build', { shell: true, stdio: 'inherit' }).status ?? 1;
}
