// A small receiver for the webhooks of Didit, or of `didit-migrate sandbox --webhook http://127.0.0.1:9000/`:
//   DIDIT_WEBHOOK_SECRET=... node samples/webhook-receiver.mjs [port]
// It shows what a receiver has to do before a migration sends it one event per write: check who is speaking, answer at once,
// and count an event that comes twice once.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const secret = process.env.DIDIT_WEBHOOK_SECRET;
if (!secret) throw new Error('Set DIDIT_WEBHOOK_SECRET to the secret of the webhook destination.');
const port = Number(process.argv[2] ?? 9000);

const MAX_SKEW_SECONDS = 300;
/** Events that were seen, the oldest first. A real receiver keeps them in its database. */
const seen = new Set();
const counts = {};

const server = createServer(async (request, response) => {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  const event = verified(request.headers, text);
  // Answered before the event is worked on: Didit waits five seconds, and an import sends hundreds a minute.
  response.writeHead(event ? 204 : 401).end();
  count(event ? (remember(event) ? nameOf(event) : 'seen before') : 'refused');
});
server.listen(port, '127.0.0.1', () => console.log(`Listening at http://127.0.0.1:${server.address().port}/`));

/** The event, or undefined unless it was signed with the secret in the last five minutes. */
function verified(headers, text) {
  const age = Math.abs(Date.now() / 1000 - Number(headers['x-timestamp']));
  if (!(age <= MAX_SKEW_SECONDS)) return undefined;
  try {
    const event = JSON.parse(text);
    return isSigned(canonical(event), headers['x-signature-v2']) ? event : undefined;
  } catch {
    return undefined;
  }
}

function isSigned(message, signature) {
  const expected = createHmac('sha256', secret).update(message).digest();
  const given = Buffer.from(String(signature), 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** What X-Signature-V2 covers: keys sorted at every depth, no spaces, Unicode as it is. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

/** False for an event that came before, as happens when an answer of ours was lost. */
function remember({ event_id: id }) {
  if (id === undefined) return true;
  if (seen.has(id)) return false;
  seen.add(id);
  if (seen.size > 100_000) seen.delete(seen.values().next().value);
  return true;
}

/** Newer events are flat and name themselves in webhook_type; older ones in event. */
function nameOf({ webhook_type, event }) {
  return webhook_type ?? event ?? 'unnamed';
}

function count(name) {
  counts[name] = (counts[name] ?? 0) + 1;
  console.log(JSON.stringify(counts));
}
