import { execFile } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { environmentName } from '../src/commands/environment.js';
import { parseRunSettings } from '../src/settings.js';
import { Workdir } from './helpers/program.js';

const TEXT = readFileSync(new URL('../samples/kubernetes/job.yaml', import.meta.url), 'utf8');

/** Kind Job of batch/v1 as its API reference has it, as far as the sample uses it; an unknown or misspelt field is refused. */
const name = z.string().regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
const positive = z.int().min(1);
const quantity = z.string().regex(/^\d+(m|Mi|Gi)?$/);
const job = z.strictObject({
  apiVersion: z.literal('batch/v1'),
  kind: z.literal('Job'),
  metadata: z.strictObject({ name }),
  spec: z.strictObject({
    completionMode: z.literal('Indexed'),
    completions: positive,
    parallelism: positive,
    backoffLimitPerIndex: positive,
    podFailurePolicy: z.strictObject({
      rules: z.array(
        z.union([
          z.strictObject({
            action: z.enum(['Ignore', 'FailIndex', 'FailJob', 'Count']),
            onPodConditions: z.array(z.strictObject({ type: z.string(), status: z.enum(['True', 'False', 'Unknown']) })),
          }),
          z.strictObject({
            action: z.enum(['Ignore', 'FailIndex', 'FailJob', 'Count']),
            onExitCodes: z.strictObject({
              containerName: name,
              operator: z.enum(['In', 'NotIn']),
              values: z.array(z.int().min(1)),
            }),
          }),
        ]),
      ),
    }),
    template: z.strictObject({
      spec: z.strictObject({
        // Both backoffLimitPerIndex and podFailurePolicy ask for it.
        restartPolicy: z.literal('Never'),
        terminationGracePeriodSeconds: positive,
        securityContext: z.strictObject({ runAsNonRoot: z.boolean(), runAsUser: positive, fsGroup: positive }),
        containers: z.tuple([
          z.strictObject({
            name,
            image: z.string(),
            workingDir: z.string().startsWith('/'),
            command: z.array(z.string()),
            args: z.tuple([z.string()]),
            env: z.array(
              z.union([
                z.strictObject({ name: z.string(), value: z.string() }),
                z.strictObject({
                  name: z.string(),
                  valueFrom: z.strictObject({ secretKeyRef: z.strictObject({ name, key: name }) }),
                }),
              ]),
            ),
            resources: z.strictObject({
              requests: z.strictObject({ cpu: quantity, memory: quantity }),
              limits: z.strictObject({ memory: quantity }),
            }),
            volumeMounts: z.array(z.strictObject({ name, mountPath: z.string().startsWith('/') })),
          }),
        ]),
        volumes: z.array(z.strictObject({ name, persistentVolumeClaim: z.strictObject({ claimName: name }) })),
      }),
    }),
  }),
});

const { spec } = job.parse(parse(TEXT));
const [container] = spec.template.spec.containers;
const [script] = container.args;
const words = /^didit-migrate (.+)$/m.exec(script)?.[1]?.split(' ') ?? [];

test('names within the manifest lead somewhere', () => {
  expect(spec.parallelism).toBeLessThanOrEqual(spec.completions);
  expect(container.volumeMounts.map((mount) => mount.name)).toEqual(spec.template.spec.volumes.map((volume) => volume.name));
  for (const rule of spec.podFailurePolicy.rules)
    if ('onExitCodes' in rule) expect(rule.onExitCodes.containerName).toBe(container.name);
});

test('there are as many parts as completions, and secrets come from nowhere else', () => {
  expect(words[words.indexOf('--shard') + 1]).toBe(`/${spec.completions}`);
  expect(TEXT).toContain(`didit-migrate-*-of-${spec.completions}.db`);
  const secrets = container.env.filter((variable) => 'valueFrom' in variable).map((variable) => variable.name);
  expect(secrets).toEqual(['DIDIT_API_KEY', environmentName('redis')]);
});

test('the command is one of this version, with settings that can be used', async () => {
  const { stdout } = await new Workdir().run(['run', '--help']);
  for (const option of words.filter((word) => word.startsWith('--'))) expect(stdout).toContain(option);
  const options = ['organization-id', 'application-id', 'write-limit', 'read-limit'];
  const camel = (option: string) => option.replace(/-./g, (dash) => dash.slice(1).toUpperCase());
  const values = new Map(container.env.flatMap((variable) => ('value' in variable ? [[variable.name, variable.value]] : [])));
  const settings = Object.fromEntries(options.map((option) => [camel(option), values.get(environmentName(option))]));
  expect(parseRunSettings({ ...settings, apiKey: 'k', redis: 'rediss://h', shard: `1/${spec.completions}` })).toMatchObject({
    writeLimit: { requests: 24_000, windowMs: 60_000 },
    shard: { index: 1, of: spec.completions },
  });
});

/** The container's script with a program of this text in place of ours. */
function startWith(program: string, dir: Workdir) {
  dir.write('didit-migrate', `#!/bin/sh\n${program}\n`);
  chmodSync(dir.path('didit-migrate'), 0o755);
  const child = execFile('sh', ['-c', script], { cwd: dir.folder, env: { PATH: `${dir.folder}:${process.env['PATH']}` } });
  return { child, ended: new Promise((resolve) => child.once('exit', resolve)) };
}

test.each([
  [0, 0],
  [1, 0],
  [2, 2],
  [3, 3],
  [143, 143],
])('a run that ends with %i ends the pod with %i', async (code, ended) => {
  expect(await startWith(`exit ${code}`, new Workdir()).ended).toBe(ended);
});

test('a pod that is to end waits until the run has let its calls in flight finish', async () => {
  const dir = new Workdir();
  const program = "trap 'touch finished; exit 143' TERM\ntouch began\nwhile :; do sleep 0.05; done";
  const { child, ended } = startWith(program, dir);
  while (!dir.list().includes('began')) await delay(20);
  child.kill('SIGTERM');
  expect(await ended).toBe(143);
  expect(dir.list()).toContain('finished');
});
