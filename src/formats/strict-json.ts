import type { Json } from '../core/snapshot.js';

/**
 * Untrusted JSON. JSON.parse alone takes the last of two equal keys, keeps `__proto__`, turns 1e400 into
 * Infinity, and builds whatever depth it is given; here each of these is a SyntaxError that says what and where.
 */
export function parseStrictJson(text: string, maxDepth = 16): Json {
  checkStructure(text, maxDepth);
  const json = JSON.parse(text) as Json;
  checkNumbers(json);
  return json;
}

function checkNumbers(json: Json): void {
  if (typeof json === 'number') {
    if (!Number.isFinite(json)) throw new SyntaxError('a number in it is too large');
  } else if (typeof json === 'object' && json !== null) {
    for (const value of Object.values(json)) checkNumbers(value as Json);
  }
}

/** Checks keys and brackets only; JSON.parse then checks the rest. */
function checkStructure(text: string, maxDepth: number): void {
  const open: Set<string>[] = [];
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '{' || character === '[') {
      if (open.push(new Set()) > maxDepth) throw new SyntaxError(`it nests deeper than ${maxDepth}, at ${i}`);
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === '"') {
      const end = endOfString(text, i);
      if (isKey(text, end)) checkKey(JSON.parse(text.slice(i, end)) as string, open.at(-1), i);
      i = end - 1;
    }
  }
}

/** The index after the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i + 1;
  }
  throw new SyntaxError(`a string does not end, at ${start}`);
}

function isKey(text: string, end: number): boolean {
  while (text[end] === ' ' || text[end] === '\n' || text[end] === '\r' || text[end] === '\t') end++;
  return text[end] === ':';
}

function checkKey(key: string, siblings: Set<string> | undefined, at: number): void {
  if (key === '__proto__') throw new SyntaxError(`it has a key __proto__, at ${at}`);
  if (siblings?.has(key)) throw new SyntaxError(`it has a key twice, at ${at}: ${JSON.stringify(key)}`);
  siblings?.add(key);
}
