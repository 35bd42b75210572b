import { expect, test } from 'vitest';
import { environmentName, fromEnvironment } from '../../src/commands/environment.js';

test('each option has an environment variable; those of the target are named as in Didit’s documentation', () => {
  expect(['write-limit', 'base-url', 'application-id'].map(environmentName)).toEqual([
    'DIDIT_MIGRATE_WRITE_LIMIT',
    'DIDIT_BASE_URL',
    'DIDIT_APPLICATION_ID',
  ]);
  expect(fromEnvironment(['faces', 'limit'], { DIDIT_MIGRATE_FACES: 'f', DIDIT_MIGRATE_LIMIT: '' })).toEqual({ faces: 'f' });
});
