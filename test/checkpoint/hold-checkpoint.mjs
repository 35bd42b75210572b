// Opens the checkpoint given as the first argument with the built program, says so, and holds it until it is killed.
import { openCheckpoint } from '../../dist/checkpoint/index.js';

openCheckpoint(process.argv[2], process.argv[3]);
console.log('held');
setInterval(() => {}, 60_000);
