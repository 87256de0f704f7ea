import { userError } from '../core/errors.js';
import { chooseBackend, type Backend } from '../kernels/index.js';

/** The backend of --backend. Throws backend/missing where a named one is not available. */
export async function backendOf(choice: 'auto' | Backend['name']): Promise<Backend> {
  const backend = await chooseBackend(choice);
  if (choice === 'auto' || backend.name === choice) return backend;
  throw userError('backend/missing', { backend: choice, why: backend.noBlas ?? backend.why });
}
