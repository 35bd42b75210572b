export { isQuiet, type LastWord, readLastWord } from './last-word.js';
export { type Progress, progressSchema, type Working } from './progress.js';
export { progressLine } from './progress-text.js';
export { RecentPace } from './recent-pace.js';
export { type RunNow, runNowSchema } from './run-now.js';
export { Screen, type ScreenStream } from './screen.js';
export { secondsLeft } from './seconds-left.js';
export { waitingFor } from './waiting-for.js';
