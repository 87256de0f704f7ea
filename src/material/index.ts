import type { Snapshot } from '../core/snapshot.js';
import { images } from './images/material.js';
import type { DataRequest, Material } from './material.js';
import { table } from './table/material.js';
import { text } from './text/material.js';

/** Every material; the first that accepts a request opens it. A new one is a folder and a line here. */
export const materials: readonly Material[] = [images, table, text];

/** The material of the files of a run. */
export const materialOf = (request: DataRequest): Material =>
  materials.find((material) => material.accepts(request))!;

/** The material that a model learned from. */
export const materialOfModel = (model: Pick<Snapshot, 'model' | 'task'>): Material =>
  materials.find((material) => material.isOf(model))!;
