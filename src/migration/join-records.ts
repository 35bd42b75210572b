import type { FaceReference, Json, User } from '../model.js';

export interface MappedPart {
  readonly user: User;
  readonly faces: readonly FaceReference[];
}

/**
 * One person from several records: the first decides, and the later ones only fill what is missing in it.
 * @param parts the winner first, then from the newest to the oldest
 */
export function joinRecords([first, ...older]: readonly [MappedPart, ...MappedPart[]]): MappedPart {
  return older.reduce<MappedPart>(
    (joined, part) => ({
      user: {
        ...fill({ ...part.user }, { ...joined.user }),
        vendor_data: joined.user.vendor_data,
        metadata: fill(part.user.metadata, joined.user.metadata),
      },
      faces: joined.faces.length > 0 ? joined.faces : part.faces,
    }),
    first,
  );
}

function fill<Fields extends Record<string, Json | undefined>>(from: Fields, into: Fields): Fields {
  return { ...from, ...into };
}

/** Do two records of one person disagree about who that is? Compared without case and accents; a missing value agrees with all. */
export function disagreements(parts: readonly MappedPart[]): ('name' | 'date_of_birth')[] {
  const surnames = new Set(parts.flatMap(({ user }) => surname(user.full_name) ?? []));
  const births = new Set(parts.flatMap(({ user }) => user.date_of_birth ?? []));
  return [...(surnames.size > 1 ? (['name'] as const) : []), ...(births.size > 1 ? (['date_of_birth'] as const) : [])];
}

function surname(fullName: string | undefined): string | undefined {
  return fullName?.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim().split(/\s+/).at(-1);
}
