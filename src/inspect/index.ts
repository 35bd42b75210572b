export { type Draft, type DraftTemplate, draftOf } from './draft.js';
export { draftText } from './draft-text.js';
export { faceTemplates } from './face-names.js';
export { severalFit } from './fit.js';
export { type Inspection, inspectionOf } from './inspection.js';
export { inspectionText } from './inspection-text.js';
export { lookupColumns } from './lookup-columns.js';
export type { Survey } from './survey.js';
export { type SurveyOptions, surveyExports } from './survey-exports.js';
