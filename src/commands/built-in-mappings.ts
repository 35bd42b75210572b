import { fileURLToPath } from 'node:url';

/** The folder of the mappings that come with the program. */
export const BUILT_IN_MAPPINGS = fileURLToPath(new URL('../../mappings', import.meta.url));
