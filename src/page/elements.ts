/** The element of the page's markup with that id. */
export function byId<Element extends HTMLElement = HTMLElement>(id: string): Element {
  const found = document.getElementById(id);
  if (found === null) throw new RangeError(`no element has the id ${id}`);
  return found as Element;
}

export const inputById = (id: string): HTMLInputElement => byId(id);
export const selectById = (id: string): HTMLSelectElement => byId(id);
export const buttonById = (id: string): HTMLButtonElement => byId(id);

/** 12,345. */
export const count = (n: number): string => Math.round(n).toLocaleString('en-US');

/** Calls `act` once at the next frame, however often it was requested until then. */
export function atNextFrame(act: () => void): () => void {
  let planned = false;
  return () => {
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => {
      planned = false;
      act();
    });
  };
}

/** Does one piece of work per frame, so that no frame waits for all of them; new work takes the place of what is left. */
export function frameByFrame(): (work: readonly (() => void)[]) => void {
  let left: (() => void)[] = [];
  const next = atNextFrame(() => {
    left.shift()?.();
    if (left.length > 0) next();
  });
  return (work) => {
    left = [...work];
    next();
  };
}

/** Makes something when it is first asked for, once. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
