/** No image of more is taken from a link or out of a record. */
export const MAX_MEGABYTES = 20;
