import type { Checkpoint, Remaining } from '../../checkpoint/index.js';

/** What the page is made of: a checkpoint, or those of several parts as one. */
export interface PageSource {
  readonly humanRows: Pick<Checkpoint['humanRows'], 'count' | 'first'>;
  readonly evidence: Pick<
    Checkpoint['evidence'],
    'decisions' | 'severalRecords' | 'notActive' | 'sharedPictures' | 'faceSizeClasses'
  >;
  readonly pace: Pick<Checkpoint['pace'], 'minutes'>;
  readonly totals: Pick<Checkpoint['totals'], 'exports'> & {
    readonly remaining: () => Pick<Remaining, 'facesFound' | 'facesLinked'>;
  };
  readonly meta: { readonly get: (key: 'active_at' | 'secret' | 'lanes') => string | undefined };
}
