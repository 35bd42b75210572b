/** The local Didit for rehearsals and tests. It knows nothing of the client: both read Didit's documentation for themselves. */
export { type Address, addressSchema } from './address.js';
export type { FaultKind, FaultOptions, FaultRule } from './fault.js';
export { KEY_KINDS, type KeyKind } from './key-access.js';
export { parseFaults } from './parse-faults.js';
export { PROFILE_NAMES, type Profile, parseProfile, READINGS } from './profile.js';
export type { RouteClass } from './route-class.js';
export type { RequestEntry } from './serve.js';
export { type Sandbox, type SandboxOptions, startSandbox } from './start-sandbox.js';
export { checkWebhookUrl, type WebhookOptions } from './webhooks.js';
