/** Undoes what a bar does to a terminal: the cursor is shown, and long lines wrap. */
export const RESTORE = '\u001b[?25h\u001b[?7h';
