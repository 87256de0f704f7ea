import type { TrainRequest } from '../../app/train/request.js';
import type { TrainArguments } from './train.js';

/** The flags that were given, as a request: the defaults of all others are the program's own. */
export function trainRequest({
  values,
  files,
  given,
}: Pick<TrainArguments, 'values' | 'files' | 'given'>): TrainRequest {
  const asked = Object.fromEntries(Object.entries(values).filter(([key]) => given.has(key)));
  return { ...asked, files } as TrainRequest;
}
