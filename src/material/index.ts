import type { Snapshot } from '../core/snapshot.js';
import { userError } from '../core/errors.js';
import type { ModelFile } from '../runs/checkpoint.js';
import { isClips } from './images/kind.js';
import { images } from './images/material.js';
import type { Material } from './material.js';
import { series } from './series/material.js';
import { table } from './table/material.js';
import { text } from './text/material.js';

/** Every material; the first that accepts files opens them. A new one is a folder and a line here. */
const materials: Material[] = [images, series, table, text];

/** Adds a material of a program of one's own, which is asked before the others; the function that is returned removes it. */
export function registerMaterial(material: Material): () => void {
  materials.unshift(material);
  return () => void materials.splice(materials.indexOf(material), 1);
}

/** The material of files that are learned for a task. */
export const materialOf = (asked: Parameters<Material['accepts']>[0]): Material =>
  materials.find((material) => material.accepts(asked))!;

/** The material that a model learned from. */
export const materialOfModel = (model: Pick<Snapshot, 'model' | 'task'>): Material =>
  materials.find((material) => material.isOf(model))!;

/** The material of a model that is to read `files`. Throws clips/model for clips where it reads none. */
export function materialToRead({ file, snapshot }: ModelFile, files: readonly string[]): Material {
  const clips = files.find(isClips);
  if (clips !== undefined && snapshot.model.images === undefined)
    throw userError('clips/model', { file, clips });
  return materialOfModel(snapshot);
}
