import { existsSync } from 'node:fs';

/** The OpenBLAS package of each package manager, by a file that shows the manager is installed. */
const managers = [
  ['/usr/bin/apt-get', 'sudo apt install libopenblas0'],
  ['/usr/bin/dnf', 'sudo dnf install openblas'],
  ['/usr/bin/pacman', 'sudo pacman -S openblas'],
  ['/usr/bin/zypper', 'sudo zypper install libopenblas0'],
  ['/sbin/apk', 'sudo apk add openblas'],
  ['/opt/homebrew/bin/brew', 'brew install openblas'],
] as const;

/** How to install a BLAS library on this system; NumPy ships one for every Python. */
export function blasHint(exists: (path: string) => boolean = existsSync): string {
  const found = managers.find(([program]) => exists(program));
  const how = found ? `${found[1]} (or pip install numpy)` : 'pip install numpy';
  return `training would be about twice as fast with OpenBLAS: ${how}`;
}
