import { onTestFinished } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.js';

/** The fields of answers that tests read on their own; the rest is compared as a whole. */
interface Body {
  readonly didit_internal_id: string;
  readonly display_name: string | null;
  readonly full_name: string | null;
  readonly status: string;
  readonly metadata: unknown;
  readonly approved_emails: unknown;
  readonly comments: readonly unknown[];
  readonly created_at: string;
  readonly updated_at: string;
  readonly verification_link: unknown;
  readonly uuid: string;
  readonly comment: string | null;
  readonly count: number;
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: readonly { readonly vendor_data: string }[];
}

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body & Readonly<Record<string, unknown>>;
}

export interface Talk {
  readonly sandbox: Sandbox;
  /** Sends JSON with the sandbox's key; `headers` replace it, and a body of text goes out as it is. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  createUser(fields: Record<string, unknown>): Promise<Reply>;
  /** Path of the faces of a new user. */
  facesOf(vendorData: string): Promise<string>;
}

/** A sandbox of its own for one test, closed when that test is over. */
export async function talkToSandbox(options: SandboxOptions = {}): Promise<Talk> {
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.close());
  const send: Talk['send'] = async (method, path, body, headers = { 'x-api-key': sandbox.apiKey }) => {
    const response = await fetch(sandbox.baseUrl + path, {
      method,
      redirect: 'manual',
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
  };
  const createUser: Talk['createUser'] = (fields) => send('POST', '/v3/users/create/', fields);
  return {
    sandbox,
    send,
    createUser,
    async facesOf(vendorData) {
      const { body } = await createUser({ vendor_data: vendorData });
      const { organizationId, applicationId } = sandbox;
      return `/v3/organization/${organizationId}/application/${applicationId}/vendor-users/by-id/${body.didit_internal_id}/faces/`;
    },
  };
}
