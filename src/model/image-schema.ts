import * as z from 'zod/mini';
import '../core/schema-messages.js';
import { divisorOf } from './image-shapes.js';

/** Larger sizes are refused: such a network is far beyond what can be trained here. */
const MAX_FEATURES = 65_536;

/** ImageConfig. */
export const imageSchema = z
  .strictObject({
    network: z.enum(['frames', 'cnn-lstm', 'conv', 'captions']),
    size: z.int().check(z.gte(2), z.lte(1024)),
    channels: z.int().check(z.gte(1), z.lte(64)),
    kernel: z.int().check(z.gte(1), z.lte(31)),
    features: z.int().check(z.gte(1), z.lte(MAX_FEATURES)),
  })
  .check(z.refine(({ kernel }) => kernel % 2 === 1, 'the kernel is even'))
  .check(z.refine((images) => images.size % divisorOf(images) === 0, 'the size cannot be halved so often'));
