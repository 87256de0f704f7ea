/** What a network keeps of clips, frame by frame: `inspect --view memory` for clips. */
export interface ClipMemory {
  readonly view: 'memory';
  readonly clips: string;
  readonly count: number;
  /** The recurrent layer whose maps are shown, from 1. */
  readonly layer: number;
  /** Share of all clips that the network labels right, had they ended after 1 ... T frames; null without labels. */
  readonly accuracy: readonly number[] | null;
  readonly shown: readonly ShownClip[];
}

/** One clip, and what the network makes of it. */
export interface ShownClip {
  /** From 1. */
  readonly clip: number;
  readonly label: string | null;
  /** After each frame, what the network says, and how probable it finds it. */
  readonly answers: readonly { readonly label: string; readonly probability: number }[];
  /** Its frames, brightness 0 to 1. */
  readonly frames: Maps;
  /** The state h of units of the layer, −1 to 1. */
  readonly maps: readonly Maps[];
}

/** An image for each frame, `side`×`side` numbers, row by row. */
export interface Maps {
  readonly name: string;
  readonly side: number;
  readonly frames: readonly Float32Array[];
}
