import { dictionary } from './dictionary.js';
import type { Store } from './store.js';
import { newUser, STATUSES } from './user.js';

/** Puts so many invented users in, `seed-user-1` and on: every third ACTIVE, FLAGGED and BLOCKED. Nobody is told. */
export function seedUsers(store: Store, count: number): void {
  for (let number = 1; number <= count; number++) {
    const vendorData = `seed-user-${number}`;
    if (store.find(vendorData)) continue;
    const status = STATUSES[(number - 1) % STATUSES.length] ?? 'ACTIVE';
    const profile = {
      full_name: `Testa Sample ${number}`,
      display_name: null,
      date_of_birth: null,
      metadata: dictionary<unknown>([['seeded', true]]),
      approved_emails: dictionary([[`testa.sample.${number}@example.com`, true]]),
      approved_phones: dictionary<boolean>(),
      issuing_states: dictionary<number>(),
    };
    const user = newUser(vendorData, profile, status, store.everAdded);
    store.add(user);
    store.setBlocked(user);
  }
}
