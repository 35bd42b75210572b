export { defuse } from './defuse.js';
export { endText } from './end-text.js';
export { exitCodeFor } from './exit-code.js';
export { forecast } from './forecast.js';
export { planText } from './plan-text.js';
export { statusText } from './status-text.js';
export { type ReportContext, type Summary, summarize } from './summary.js';
export { type ReportFiles, writeReport } from './write-report.js';
