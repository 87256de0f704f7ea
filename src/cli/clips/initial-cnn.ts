import { userError } from '../../core/errors.js';
import type { ImageConfig } from '../../core/snapshot.js';
import type { InitialModel } from '../../runs/initial-model.js';
import { cnnShapes } from '../../model/image-shapes.js';
import type { ForeignWeights } from '../../model/transfer.js';

/** The CNN of another network. Throws init/cnn when it is not one for a network on these images. */
export function cnnOf({ snapshot: { weights }, file }: InitialModel, images: ImageConfig): ForeignWeights {
  for (const { name, shape } of cnnShapes(images)) {
    const has = weights.get(name)?.shape;
    if (String(has) === String(shape)) continue;
    const why = has ? `${name} is [${has.join(', ')}], expected [${shape.join(', ')}]` : `it has no ${name}`;
    throw userError('init/cnn', { file, why });
  }
  return { weights, symbols: [] };
}
