/**
 * The requests that Didit's pages show, as they are written there but for the address, the key and the ids, and each error that they
 * name. Where two pages contradict each other, each is held against the profile that takes it at its word.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parseProfile } from '../../src/sandbox/index.js';
import { portrait } from '../helpers/images.js';
import { isInstalled } from '../helpers/installed.js';
import { type Talk, talkToSandbox } from './talk.js';

/** Sends a curl line of the documentation through curl itself. */
async function curl({ sandbox }: Talk, line: string, values: Readonly<Record<string, string>> = {}) {
  const filled = Object.entries({
    'https://verification.didit.me': sandbox.baseUrl,
    YOUR_API_KEY: sandbox.apiKey,
    '<api-key>': sandbox.apiKey,
    $ORGANIZATION_ID: sandbox.organizationId,
    $APPLICATION_ID: sandbox.applicationId,
    ...values,
  }).reduce((text, [name, value]) => text.replaceAll(name, value), line);
  const { stdout } = await promisify(execFile)('sh', ['-c', `${filled} --silent --write-out '\n%{http_code}'`]);
  const at = stdout.lastIndexOf('\n');
  return { status: Number(stdout.slice(at + 1)), body: JSON.parse(stdout.slice(0, at)) };
}

const CREATE = `curl -X POST https://verification.didit.me/v3/users/create/ \\
  -H "x-api-key: YOUR_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{
    "vendor_data": "user-42",
    "display_name": "Jane Doe",
    "metadata": { "tier": "premium", "signup_source": "web" }
  }'`;

describe.skipIf(!isInstalled('curl', 'to send the requests of the pages as they stand there'))('with curl', () => {
  test('"List users": limit and status', async () => {
    const talk = await talkToSandbox({ seedUsers: 6 });
    const { status, body } = await curl(
      talk,
      `curl -X GET 'https://verification.didit.me/v3/users/?limit=50&status=ACTIVE' \\
  -H 'x-api-key: YOUR_API_KEY'`,
    );
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['count', 'next', 'previous', 'results']);
    expect(body).toMatchObject({ count: 2, next: null, previous: null });
    // Every field of a row that the page shows, and no other but the newer last_activity_at.
    expect(Object.keys(body.results[0]).sort()).toEqual(
      [
        'didit_internal_id',
        'vendor_data',
        'display_name',
        'full_name',
        'date_of_birth',
        'effective_name',
        'status',
        'portrait_image_url',
        'session_count',
        'approved_count',
        'declined_count',
        'in_review_count',
        'issuing_states',
        'approved_emails',
        'approved_phones',
        'features',
        'features_list',
        'last_session_at',
        'first_session_at',
        'last_activity_at',
        'tags',
        'created_at',
      ].sort(),
    );
  });

  test.each(['default', 'guide'])('"User operations", list: status, search and page_size (%s)', async (profile) => {
    const talk = await talkToSandbox({ profile: parseProfile(profile), seedUsers: 6 });
    await talk.createUser({ vendor_data: 'user-42', full_name: 'Jane Doe' });
    const { status, body } = await curl(
      talk,
      `curl -G https://verification.didit.me/v3/users/ \\
  -H "x-api-key: YOUR_API_KEY" \\
  --data-urlencode "status=ACTIVE" \\
  --data-urlencode "search=jane" \\
  --data-urlencode "page_size=50"`,
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ count: 1, next: null, results: [{ vendor_data: 'user-42' }] });
  });

  test('"User operations", create and get', async () => {
    const talk = await talkToSandbox();
    const created = await curl(talk, CREATE);
    expect([created.status, created.body.metadata]).toEqual([201, { tier: 'premium', signup_source: 'web' }]);
    const { verification_link, ...record } = created.body;
    const found = await curl(
      talk,
      `curl https://verification.didit.me/v3/users/user-42/ \\
  -H "x-api-key: YOUR_API_KEY"`,
    );
    expect(found).toEqual({ status: 200, body: record });
  });

  test.each([
    ['guide', 409],
    ['reference', 400],
  ])('"User operations", create again is a conflict error, "Create user" makes it a 400 (%s)', async (profile, status) => {
    const talk = await talkToSandbox({ profile: parseProfile(profile) });
    expect((await curl(talk, CREATE)).status).toBe(201);
    expect((await curl(talk, CREATE)).status).toBe(status);
  });

  test('"User operations", upload an imported face', async () => {
    const talk = await talkToSandbox();
    const { body: user } = await talk.createUser({ vendor_data: 'user-42' });
    const { status, body } = await curl(
      talk,
      `curl -X POST https://verification.didit.me/v3/organization/$ORGANIZATION_ID/application/$APPLICATION_ID/vendor-users/by-id/$DIDIT_INTERNAL_ID/faces/upload/ \\
  -H "x-api-key: YOUR_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{
    "image": "<base64-encoded-jpg-or-png>",
    "comment": "Imported from previous KYC provider"
  }'`,
      {
        $DIDIT_INTERNAL_ID: user.didit_internal_id,
        '<base64-encoded-jpg-or-png>': (await portrait(1)).toString('base64'),
      },
    );
    expect(status).toBe(201);
    expect(Object.keys(body)).toEqual(['uuid', 'image_url', 'comment', 'uploaded_by', 'created_at']);
    expect(body.comment).toBe('Imported from previous KYC provider');
  });

  test('"User operations", update: metadata is replaced', async () => {
    const talk = await talkToSandbox();
    await curl(talk, CREATE);
    const { status, body } = await curl(
      talk,
      `curl -X PATCH https://verification.didit.me/v3/users/user-42/ \\
  -H "x-api-key: YOUR_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{ "metadata": { "tier": "enterprise" } }'`,
    );
    expect([status, body.metadata, body.display_name]).toEqual([200, { tier: 'enterprise' }, 'Jane Doe']);
  });

  test('"Update user": display_name', async () => {
    const talk = await talkToSandbox();
    await curl(talk, CREATE);
    const { status, body } = await curl(
      talk,
      `curl --request PATCH \\
  --url https://verification.didit.me/v3/users/{vendor_data}/ \\
  --header 'Content-Type: application/json' \\
  --header 'x-api-key: <api-key>' \\
  --data '
{
  "display_name": "Jane S."
}
'`,
      { '{vendor_data}': 'user-42' },
    );
    expect([status, body.display_name, body.effective_name]).toEqual([200, 'Jane S.', 'Jane S.']);
  });

  test('"User operations", change status', async () => {
    const talk = await talkToSandbox();
    await curl(talk, CREATE);
    const { status, body } = await curl(
      talk,
      `curl -X PATCH https://verification.didit.me/v3/users/user-42/update-status/ \\
  -H "x-api-key: YOUR_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{
    "status": "BLOCKED",
    "reason": "Chargeback fraud pattern detected"
  }'`,
    );
    expect([status, body.status]).toEqual([200, 'BLOCKED']);
    expect(body.comments).toMatchObject([{ comment: 'Chargeback fraud pattern detected', new_status: 'BLOCKED' }]);
    expect([...talk.sandbox.state.blocklist]).toEqual(['user-42']);
  });

  test.each(['default', 'guide'])(
    '"User operations", delete: a result for each, and deleting again is a no-op (%s)',
    async (profile) => {
      const talk = await talkToSandbox({ profile: parseProfile(profile) });
      await curl(talk, CREATE);
      const remove = () =>
        curl(
          talk,
          `curl -X POST https://verification.didit.me/v3/users/delete/ \\
  -H "x-api-key: YOUR_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{
    "vendor_data": ["user-42", "user-43", "user-44"]
  }'`,
        );
      const [first, second] = [await remove(), await remove()];
      const outcomes = (reply: typeof first) => reply.body.results.map((result: { status: string }) => result.status);
      expect([first.status, outcomes(first)]).toEqual([200, ['deleted', 'not_found', 'not_found']]);
      expect([second.status, outcomes(second)]).toEqual([200, ['not_found', 'not_found', 'not_found']]);
    },
  );
});
