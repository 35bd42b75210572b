export { checkAccess, checkKey } from './access.js';
export { type Check, exitCodeOf } from './check.js';
export { checkText, verdictText } from './doctor-text.js';
export { type Learnt, learntBefore } from './learnt.js';
export { checkMachine } from './machine.js';
export { checkReach } from './reach.js';
export { type DoctorResult, doctorSchema } from './result.js';
export { writeTest } from './write-test.js';
