/** What a single value looks like, whatever its field is called. */
import { isIP } from 'node:net';
import { toAlpha3, toEmail } from '../mapping/index.js';
import { looksLikeDate } from './date-form.js';

export const SHAPES = [
  'true or false',
  'number',
  'spreadsheet number',
  'ISO date',
  'date',
  'e-mail',
  'phone',
  'country',
  'UUID',
  'random code',
  'code',
  'word',
  'text',
  'URL',
  'IP address',
  'image file',
  'file name',
  'image data',
  'base64',
  'JSON',
] as const;
export type Shape = (typeof SHAPES)[number];

/** A longer value is none of the forms that are told apart by looking at all of it. */
const LONG = 300;

const IMAGE_DATA = /^(?:data:image\/|\/9j\/|iVBORw0KGgo)/;
const BASE64 = /^(?:data:|[A-Za-z0-9+/]{200,}={0,2}$)/;
const FILE = /[^.\s][^\n]*\.(\w{2,5})$/;
const IMAGE = /^(?:jpe?g|png|webp|hei[cf]|avif|tiff?|gif|bmp)$/i;
const DOCUMENT = /^(?:pdf|mp4|mov|webm|json|xml|zip|csv)$/i;

/** @param text trimmed and not empty */
export function shapeOf(text: string): Shape {
  if (IMAGE_DATA.test(text)) return 'image data';
  if (/^[[{]/.test(text) && isJson(text)) return 'JSON';
  if (/^https?:\/\/\S+$/i.test(text)) return 'URL';
  if (text.length > LONG) return BASE64.test(text) ? 'base64' : 'text';
  if (/^-?\d+(?:[.,]\d+)?$/.test(text)) return isTrunkNumber(text) ? 'phone' : 'number';
  if (/^-?\d(?:[.,]\d+)?E\+\d+$/i.test(text)) return 'spreadsheet number';
  if (/^(?:true|false)$/i.test(text)) return 'true or false';
  if (/^\d{4}-\d{2}-\d{2}(?:$|[T ]\d{2}:\d{2})/.test(text)) return 'ISO date';
  if (looksLikeDate(text)) return 'date';
  if (/^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(text)) return 'UUID';
  if (/^[\da-f]{24,64}$|^[0-9A-HJKMNP-TV-Z]{26}$/i.test(text) && /\d/.test(text)) return 'random code';
  if (toEmail(text) !== undefined) return 'e-mail';
  if (isIP(text) !== 0) return 'IP address';
  if (/^[+(\d][\d\s()./-]{6,20}$/.test(text)) return 'phone';
  const extension = FILE.exec(text)?.[1] ?? '';
  if (IMAGE.test(extension)) return 'image file';
  if (DOCUMENT.test(extension)) return 'file name';
  return shapeOfWords(text);
}

function shapeOfWords(text: string): Shape {
  if (/\s/.test(text)) return !/\d/.test(text) && toAlpha3(text) !== undefined ? 'country' : 'text';
  if (BASE64.test(text)) return 'base64';
  if (/\d/.test(text)) return 'code';
  // Short codes are written in capitals; "no" and "is" are words.
  if (toAlpha3(text) !== undefined && (text.length > 3 || text === text.toUpperCase())) return 'country';
  return 'word';
}

/** A national number such as 0151…: ids seldom begin with a zero and are as long. */
function isTrunkNumber(text: string): boolean {
  return /^0\d{8,14}$/.test(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
