import { mobyDick } from './moby-dick.js';
import { projectCode } from './project.js';

/** The example texts of the page: long enough that minutes of training do not overfit at once. */
const [CODE, PROSE] = [1_000_000, 700_000];

/** The beginning of the project's TypeScript; `root` is the folder of the project. */
export const exampleCode = (root: string): string => beginning(projectCode(root), CODE);

/** The beginning of Moby-Dick. */
export const exampleProse = (): string => beginning(mobyDick(), PROSE);

/** At most so many characters, in whole lines. */
const beginning = (text: string, length: number): string => text.slice(0, length).replace(/[^\n]*$/, '');
