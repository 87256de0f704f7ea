/** Files of the package, found from three folders below its root: here, and where the bundled program lies. */
export const manifest = new URL('../../../package.json', import.meta.url);
