/**
 * What an API key is by its shape: since November 2026 keys begin with `sk_live_` or `sk_test_` (API authentication page), and older ones
 * without either stay valid. `token`, `id` and `header` are no keys: a console's access token, a UUID, a key with its header's name.
 */
export type KeyKind = 'live' | 'test' | 'older' | 'cut' | 'token' | 'id' | 'header';

/** 43 characters follow the prefix. */
const SECRET = /^[\w-]{43}$/;

/** Says nothing of the key but its kind. */
export function keyKind(key: string): KeyKind {
  const [, kind, secret = ''] = /^sk_(live|test)_(.*)$/s.exec(key) ?? [];
  if (kind === 'live' || kind === 'test') return SECRET.test(secret) ? kind : 'cut';
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(key) && key.startsWith('eyJ')) return 'token';
  if (/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(key)) return 'id';
  return /^(?:x-api-key|bearer|authorization)\b/i.test(key) ? 'header' : 'older';
}
