import { type Answer, detail, FORBIDDEN, NOT_FOUND, UNAUTHENTICATED } from './answer.js';
import type { Fault } from './fault.js';
import { type Reply, whole } from './reply.js';

/** Does as much of the request's work as the fault lets happen, and gives what is left of the answer. */
export async function injectFault(
  { kind, variant, delayMs }: Fault,
  work: () => Answer,
  wait: (ms: number) => Promise<void>,
): Promise<Reply> {
  if (kind.endsWith('-after')) work();
  switch (kind) {
    case '500-before':
    case '500-after':
      return serverError(500, variant);
    case '502-before':
    case '502-after':
      return serverError(502, variant);
    case '503-before':
    case '503-after':
      return serverError(503, variant);
    case 'reset-before':
    case 'reset-after':
      return brokenConnection(variant);
    case 'hang-before':
    case 'hang-after':
      return SILENCE;
    case 'late':
      await wait(delayMs);
      return whole(work());
    case 'slow': {
      const answer = work();
      await wait(delayMs);
      return whole(answer);
    }
    case 'truncated':
      return truncated(whole(work()), variant);
    case 'html':
      work();
      return page(200, 'Welcome');
    case '429':
      return whole(throttled(variant, Date.now()));
    case '401':
      return whole(UNAUTHENTICATED);
    case '403':
      return whole(FORBIDDEN);
    case 'refuse-list':
      return whole(oneOf([FORBIDDEN, NOT_FOUND, detail(405, 'Method "GET" not allowed.')], variant));
  }
}

const SILENCE: Reply = { status: 0, ending: 'open' };

/** As the application answers when it fails, or as whatever stands before it does. */
function serverError(status: number, variant: number): Reply {
  return oneOf([whole(detail(status, 'Something went wrong.')), page(status, `${status} Server Error`)], variant);
}

function brokenConnection(variant: number): Reply {
  return { status: 0, ending: oneOf(['reset', 'closed'] as const, variant) };
}

/** Half of a JSON body: passed off as all of it, or the connection breaks there. An answer without a body stays as it is. */
function truncated(reply: Reply, variant: number): Reply {
  if (reply.text === undefined) return reply;
  const half = reply.text.slice(0, reply.text.length / 2);
  return oneOf(
    [
      { ...reply, text: half },
      { ...reply, ending: 'cut' as const },
    ],
    variant,
  );
}

/** A 429 that no count explains: with Retry-After in seconds, as an HTTP date, or without. */
function throttled(variant: number, now: number): Answer {
  const answer = detail(429, 'Request was throttled.');
  // A date holds whole seconds: the next one after a second from now.
  const date = new Date(Math.ceil(now / 1000 + 1) * 1000).toUTCString();
  return oneOf(
    [{ ...answer, headers: { 'retry-after': '1' } }, { ...answer, headers: { 'retry-after': date } }, answer],
    variant,
  );
}

function page(status: number, title: string): Reply {
  const text = `<!doctype html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return { status, headers: { 'content-type': 'text/html' }, text, ending: 'whole' };
}

/** @throws RangeError unless `variant` is from 0 up to 1. */
function oneOf<T>(choices: readonly [T, ...T[]], variant: number): T {
  const choice = choices[Math.floor(variant * choices.length)];
  if (choice === undefined) throw new RangeError(`There is no choice at ${variant}.`);
  return choice;
}
