import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { expect, onTestFinished } from 'vitest';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a receiver answers: a status, or silence. */
type Behaviour = (index: number) => number | 'silence';

/** A receiver of its own for one test. `take` waits for so many more events and gives the oldest. */
export async function receiveWebhooks(behave: Behaviour = () => 204) {
  const waiting: Received[] = [];
  let count = 0;
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    waiting.push({ headers: request.headers, text, body: JSON.parse(text) });
    const answer = behave(count++);
    if (answer !== 'silence') response.writeHead(answer, answer === 302 ? { location: '/elsewhere' } : {}).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The receiver listens on no port.');
  return {
    url: `http://127.0.0.1:${address.port}/didit`,
    get count() {
      return count;
    },
    async take(number: number): Promise<[Received, ...Received[]]> {
      await expect.poll(() => waiting.length, { timeout: 5_000, interval: 5 }).toBeGreaterThanOrEqual(number);
      const [first, ...rest] = waiting.splice(0, number);
      if (!first) throw new Error('Nothing was to be taken.');
      return [first, ...rest];
    },
  };
}
