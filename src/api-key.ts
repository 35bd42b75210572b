import { readFileSync } from 'node:fs';

interface NamedKey {
  readonly apiKey?: string | undefined;
  /** Goes before a key that is given itself. */
  readonly apiKeyFile?: string | undefined;
}

/** The key as it is sent; undefined where none can be used, and then `problems` says why without repeating the key. */
export function apiKeyOf({ apiKey, apiKeyFile }: NamedKey, problems: string[]): string | undefined {
  const key = apiKeyFile === undefined ? apiKey : readKeyFile(apiKeyFile, problems);
  if (key === undefined && apiKeyFile === undefined)
    problems.push('The API key is missing: set DIDIT_API_KEY or give --api-key-file FILE');
  // A header cannot carry anything else, and older keys have no prefix by which to tell more.
  if (key !== undefined && !/^[\x21-\x7e]+$/.test(key)) {
    problems.push('The API key holds characters that no key has: copy it again');
    return undefined;
  }
  return key;
}

function readKeyFile(file: string, problems: string[]): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    problems.push(`--api-key-file ${file} cannot be read`);
    return undefined;
  }
}
