/** Regular expressions of mappings, in an engine whose time grows with the text alone: no pattern can hang a run. */
import { RE2JS, RE2JSSyntaxException } from 're2js';

/** What is wrong with a regular expression; undefined where nothing is. */
export function patternProblem(pattern: string): string | undefined {
  try {
    compile(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return error.message.replace('error parsing regexp: ', '');
    throw error;
  }
}

/** True for a text in which the pattern is found anywhere, whatever the case. */
export function compileMatch(pattern: string): (text: string) => boolean {
  const compiled = compile(pattern);
  return (text) => compiled.test(text);
}

/** The first group of the first match, or all of the match where the pattern has no groups. */
export function compileExtract(pattern: string): (text: string) => string | undefined {
  const compiled = compile(pattern);
  const group = Math.min(1, compiled.groupCount());
  return (text) => {
    const matcher = compiled.matcher(text);
    return matcher.find() ? (matcher.group(group)?.trim() ?? undefined) : undefined;
  };
}

function compile(pattern: string): RE2JS {
  return RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
}
