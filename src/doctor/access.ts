import { randomBytes } from 'node:crypto';
import { facesIn, firstUserIn, type KeyKind, keyKind, type Probe, type ProbeAnswer, TEST_USER } from '../didit/index.js';
import { type Code, MigrateError } from '../errors.js';
import type { Check } from './check.js';
import { checkClock } from './reach.js';

const KEYS: Readonly<Record<KeyKind, Omit<Check, 'check'>>> = {
  live: { result: 'ok', says: 'A live key (sk_live_…): what it writes is in production.' },
  test: { result: 'ok', says: 'A test key (sk_test_…): it belongs to a sandbox application, where no face is really looked at.' },
  older: { result: 'ok', says: 'A key without a prefix, as older ones are: its shape does not say whether it is live.' },
  cut: {
    result: 'look',
    says: 'The key begins as one should but has not the length of one.',
    to_do: 'Copy it again, whole: 43 characters follow sk_live_ or sk_test_.',
  },
  token: {
    result: 'problem',
    says: 'This looks like an access token of the console and not like an API key.',
    to_do: 'Take the key from the console, API keys.',
  },
  id: {
    result: 'problem',
    says: 'This looks like an id and not like an API key.',
    to_do: 'Take the key from the console, API keys; ids go to --organization-id and --application-id.',
  },
  header: {
    result: 'problem',
    says: 'This holds the name of a header besides the key.',
    to_do: 'Give the key alone, without x-api-key: or Bearer.',
  },
};

/** The kind alone: nothing of the key is ever shown. */
export function checkKey(key: string): Check {
  return { check: 'key', ...KEYS[keyKind(key)] };
}

/** Whether the key reads users, and whether the ids are those of its application as far as reading tells. Nothing is written. */
export async function checkAccess(probe: Probe): Promise<Check[]> {
  const nobody = await probe.getUser(`${TEST_USER}${randomBytes(12).toString('hex')}`);
  const clock = checkClock(nobody.clock, Date.now());
  const read = checkRead(nobody);
  if (read.result === 'problem') return [...(nobody.clock === undefined ? [] : [clock]), read];
  return [clock, read, await checkTarget(probe)];
}

function checkRead(answer: ProbeAnswer): Check {
  const { status } = answer;
  if (status === 404) return { check: 'read', result: 'ok', says: 'The key reads users (404 for an id that nobody has).' };
  if (status === 200) {
    const says = 'Didit shows a user for an id that nobody has.';
    return { check: 'read', result: 'problem', says, to_do: 'Check --base-url: something else than Didit may answer there.' };
  }
  return { check: 'read', result: 'problem', ...meaningOf(answer, 'read a user') };
}

/** The faces of any user that is there: the only address with both ids that can be asked without writing. */
async function checkTarget(probe: Probe): Promise<Check> {
  const unknown = (says: string): Check => ({
    check: 'target',
    result: 'unknown',
    says,
    to_do: 'didit-migrate doctor --write-test tells, with a test user that is deleted again.',
  });
  const user = firstUserIn(await probe.anyUser());
  if (!user) return unknown('Nobody is in Didit yet, so reading does not tell whether organization and application are right.');
  const answer = await probe.listFaces(user.didit_internal_id);
  if (facesIn(answer))
    return { check: 'target', result: 'ok', says: 'Organization and application are those of the key, and faces are listed.' };
  return unknown(
    `Reading does not tell whether organization and application are right: the list of faces answers ${shownStatus(answer)}.`,
  );
}

/** What a bad answer means, in the words of a run. */
export function meaningOf(answer: ProbeAnswer, what: string): Pick<Check, 'says'> & { to_do: string } {
  const { status } = answer;
  const code = codeOf(answer);
  if (code === undefined)
    return {
      says: `Didit answers ${shownStatus(answer)} to: ${what}.`,
      to_do: 'Check --base-url and Didit’s status page, and try again.',
    };
  const { message, help } = new MigrateError(code, { what, status: status ?? 0, reason: answer.reason ?? '', seconds: 0 });
  return { says: message, to_do: help };
}

const STOPS: Readonly<Record<number, Code>> = {
  401: 'key_refused',
  402: 'payment_required',
  403: 'key_lacks_access',
  404: 'route_missing',
};

function codeOf({ status }: ProbeAnswer): Code | undefined {
  if (status === undefined) return 'connection_lost';
  if (status >= 300 && status < 400) return 'redirected';
  if (status === 429) return 'throttled';
  return status >= 500 ? 'server_error' : STOPS[status];
}

export function shownStatus({ status, reason }: ProbeAnswer): string {
  return status === undefined ? `nothing (${reason})` : String(status);
}
