/** What was said about reading an export, besides its mapping: another word gives other records. */
export interface HowRead {
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly maxRecordBytes: number;
}

/** How its bytes became text and records. */
export interface ExportReading {
  readonly how: HowRead;
  /** Guessed: neither said nor marked in the file, and not UTF-8. */
  readonly encodings: readonly { readonly name: string; readonly guessed: boolean }[];
  readonly files: number;
  /** Files beside them that were passed over. */
  readonly passedOver: number;
  /** Fields that the mapping makes nothing of. */
  readonly unusedFields?: UnusedFields;
  /** Records that fall to other parts of the people; absent where the checkpoint holds all of them. */
  readonly elsewhere?: number;
}

/** Fields of an export that the mapping makes nothing of, as far as its first records tell. */
export interface UnusedFields {
  /** Records that were looked at. */
  readonly looked: number;
  /** In how many of them the field says something; the fullest first. */
  readonly fields: readonly { readonly path: string; readonly filled: number }[];
}
