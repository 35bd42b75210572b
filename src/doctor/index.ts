export { checkAccess, checkKey } from './access.js';
export { CHECKS, type Check, type CheckResult, exitCodeOf } from './check.js';
export { checkText, verdictText } from './doctor-text.js';
export { type Learnt, learntBefore, learntSchema } from './learnt.js';
export { checkMachine } from './machine.js';
export { checkReach } from './reach.js';
export { writeTest } from './write-test.js';
