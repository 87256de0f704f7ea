/** The sentence for an error, `<message>; <hint>`: what and where, then what to do. `{name}` is a field of the error. */
export interface Wording {
  readonly message: string;
  readonly hint: string;
}

/** The names between braces: `'{file} is empty'` -> `'file'`. */
export type FieldsOf<S extends string> = S extends `${string}{${infer Field}}${infer Rest}`
  ? Field | FieldsOf<Rest>
  : never;
