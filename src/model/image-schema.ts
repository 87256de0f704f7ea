import { z } from 'zod';
import { divisorOf } from './image-shapes.js';

/** Sizes beyond these are refused: a network of this size is far above anything that trains here. */
const MAX_FEATURES = 65_536;

/** ImageConfig. */
export const imageSchema = z
  .strictObject({
    network: z.enum(['frames', 'cnn-lstm', 'conv']),
    size: z.int().min(2).max(1024),
    channels: z.int().min(1).max(64),
    kernel: z.int().min(1).max(31),
    features: z.int().min(1).max(MAX_FEATURES),
  })
  .refine(({ kernel }) => kernel % 2 === 1, 'the kernel is even')
  .refine((images) => images.size % divisorOf(images) === 0, 'the size cannot be halved so often');
