import { counted, number, wrapped } from './layout.js';
import type { Finding } from './summary.js';

/** Each code with its count, the first records, what is wrong with the first of them, and what to do. */
export function findingsText(findings: readonly Finding[], most = Number.POSITIVE_INFINITY): string[] {
  const rest = findings.slice(most);
  return [
    ...findings.slice(0, most).flatMap(findingText),
    ...(rest.length > 0 ? [`  and ${counted(rest.length, 'more code')}; summary.json has them all`] : []),
  ];
}

function findingText({ code, count, examples, sentence, help }: Finding): string[] {
  const [first] = examples;
  const more = count > examples.length ? ', …' : '';
  const records = examples.length === 1 ? `record ${first}` : `records ${examples.join(', ')}`;
  const what = count === 1 || first === undefined ? sentence : `${first}: ${sentence}`;
  return [...wrapped(`${code}: ${number(count)} (${records}${more})`), ...wrapped(what, '    '), ...wrapped(help, '    → ')];
}
