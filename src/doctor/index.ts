export { checkAccess, checkKey } from './access.js';
export { CHECK_RESULTS, CHECKS, type Check, exitCodeOf } from './check.js';
export { checkText, verdictText } from './doctor-text.js';
export { type Learnt, learntBefore, learntSchema } from './learnt.js';
export { checkMachine } from './machine.js';
export { checkReach } from './reach.js';
export { writeTest } from './write-test.js';
