import { createHmac } from 'node:crypto';

/**
 * The headers that "Webhooks" describes. `X-Signature-V2` covers the body's JSON with its keys in order and nothing escaped, so that
 * it survives being parsed and written again; `X-Signature` covers the bytes as sent; `X-Signature-Simple` covers four fields only.
 * @param secret the destination's `secret_shared_key`
 * @param seconds since 1970; receivers are told to refuse what is more than 300 seconds off
 */
export function signedHeaders(body: object, text: string, secret: string, seconds: number): Record<string, string> {
  const { session_id = '', status = '', webhook_type = '' }: Readonly<Record<string, unknown>> = { ...body };
  const hmac = (message: string) => createHmac('sha256', secret).update(message).digest('hex');
  return {
    'content-type': 'application/json',
    'user-agent': 'DiditWebhook/2.0 +https://didit.me',
    'x-timestamp': String(seconds),
    'x-signature-v2': hmac(canonicalJson(body)),
    'x-signature': hmac(text),
    'x-signature-simple': hmac(`${seconds}:${session_id}:${status}:${webhook_type}`),
  };
}

/** Keys sorted at every depth, no space, Unicode as it is, whole numbers without a fraction. Written out, since objects put keys like "10" in an order of their own. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  const sorted = entries.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${sorted.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
}
