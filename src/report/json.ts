/** A result as one line of JSON, arrays of floats included. */
export const toJson = (result: unknown): string =>
  `${JSON.stringify(result, (_, value: unknown) => (value instanceof Float32Array ? [...value] : value))}\n`;
