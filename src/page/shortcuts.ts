/** Keys of one letter that act anywhere but in a field. */
export function listenForShortcuts(actions: ReadonlyMap<string, () => void>): void {
  document.addEventListener('keydown', (event) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName))
      return;
    const act = actions.get(event.key);
    if (act === undefined) return;
    act();
    event.preventDefault();
  });
}
