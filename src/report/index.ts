export { consoleText } from './console-text.js';
export { defuse } from './defuse.js';
export { endText } from './end-text.js';
export { exitCodeFor } from './exit-code.js';
export { type ExpectedSummary, lacksExpected, summarizeExpected } from './expected.js';
export { expectedText } from './expected-text.js';
export {
  type ConversionSummary,
  conversionSchema,
  type ValidationSummary,
  validationSchema,
} from './extended-summary.js';
export { forecast } from './forecast.js';
export { joinSummaries } from './join-summaries.js';
export { nextStep } from './next-step.js';
export type { PageContext } from './page/page-context.js';
export { deletePersonalLists, personalLists } from './personal-lists.js';
export { planText } from './plan-text.js';
export { type PurgeResult, purgeSchema, purgeText } from './purge.js';
export { type RollbackSummary, rollbackSchema, summarizeRollback } from './rollback-summary.js';
export { rollbackText } from './rollback-text.js';
export { statusText } from './status-text.js';
export { type ReportContext, type Summary, summarize } from './summary.js';
export { summarySchema, verificationSchema } from './summary-schema.js';
export { summarizeVerification, type VerificationSummary } from './verification-summary.js';
export { verificationText } from './verification-text.js';
export { type Lost, writeConsoleFile } from './write-console-file.js';
export { type ListName, listsText, writeLists } from './write-lists.js';
export { type ReportFiles, writeJoinedReport, writePageAlone, writeReport } from './write-report.js';
export { writeRollback } from './write-rollback.js';
export { writeVerification } from './write-verification.js';
