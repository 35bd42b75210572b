/** The local Didit for rehearsals and tests. It knows nothing of the client: both read Didit's documentation for themselves. */
export type { RequestEntry } from './serve.js';
export { type Sandbox, type SandboxOptions, startSandbox } from './start-sandbox.js';
