import { isAbsolute, relative, sep } from 'node:path';

/** A path as the user would type it: relative where it lies below the working directory. */
export function shownPath(path: string): string {
  const below = relative('', path);
  const outside = below === '' || isAbsolute(below) || below.split(sep)[0] === '..';
  return outside ? path : below;
}
