import { counted, number, wrapped } from '../layout.js';
import type { Finding } from './summary.js';

/** Each code with its count, the first records, what is wrong with the first of them, and what to do. */
export function findingsText(findings: readonly Finding[]): string[] {
  return findings.flatMap((finding) => {
    const { count, examples, sentence, help } = finding;
    const [first] = examples;
    const what = count === 1 || first === undefined ? sentence : `${first}: ${sentence}`;
    return [...countText(finding), ...wrapped(what, '    '), ...wrapped(help, '    → ')];
  });
}

/** Each code with its count and the first records. */
export function countsText(findings: readonly Finding[], most: number): string[] {
  const rest = findings.slice(most);
  return [
    ...findings.slice(0, most).flatMap(countText),
    ...(rest.length > 0 ? [`  and ${counted(rest.length, 'more code')}`] : []),
  ];
}

function countText({ code, count, examples }: Finding): string[] {
  const more = count > examples.length ? ', …' : '';
  const records = examples.length === 1 ? `record ${examples[0]}` : `records ${examples.join(', ')}`;
  return wrapped(`${code}: ${number(count)} (${records}${more})`);
}
