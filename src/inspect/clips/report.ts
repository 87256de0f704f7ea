/** The feature maps of a network on clips, frame by frame: `inspect --view memory` for clips. */
export interface ClipMemory {
  readonly view: 'memory';
  readonly clips: string;
  readonly count: number;
  /** The recurrent layer whose maps are shown, from 1. */
  readonly layer: number;
  /** The accuracy if all clips ended after 1 ... T frames; null without labels. */
  readonly accuracy: readonly number[] | null;
  readonly shown: readonly ShownClip[];
}

/** One clip, its predictions and its feature maps. */
export interface ShownClip {
  /** From 1. */
  readonly clip: number;
  readonly label: string | null;
  /** The prediction after each frame, and its probability. */
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
