/** What the sandbox says to a request: a status, a JSON body unless there is none, and headers beyond the usual ones. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown from anywhere below a handler to end the request with this answer. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(readonly answer: Answer) {
    super(`answered with ${answer.status}`);
  }
}

/** The shape of every error that is not about one field of the body. */
export function detail(status: number, text: string): Answer {
  return { status, body: { detail: text } };
}

/** The shape of a validation error: the fields to blame, each with its sentences. */
export function invalid(errors: Readonly<Record<string, readonly string[]>>): Answer {
  return { status: 400, body: errors };
}

export const NOT_FOUND = detail(404, 'Not found.');
export const FORBIDDEN = detail(403, 'You do not have permission to perform this action.');
export const UNAUTHENTICATED = detail(401, 'You must be authenticated with a valid access token to access this endpoint.');
