const START = 0xd8;
const END = Buffer.from([0xff, 0xd9]);
const SCAN = 0xda;
/** Between the start and the first scan these alone stand without a length and a body. */
const BARE = [0x01, 0xd0, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7];
/** Definitions of tables, of a restart interval and of arithmetic conditioning share the frames' range of numbers. */
const NO_FRAME = [0xc4, 0xc8, 0xcc];

/**
 * Whether the bytes are a JPEG from its beginning to its end: segment after segment, a frame with a size, a scan, and the marker of the
 * end behind it. What follows that belongs to no image. Pixels are not decoded.
 */
export function isWholeJpeg(bytes: Buffer): boolean {
  if (bytes[0] !== 0xff || bytes[1] !== START) return false;
  let hasFrame = false;
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff) at += 1;
    else if (BARE.includes(marker)) at += 2;
    else if (marker === SCAN) return hasFrame && bytes.includes(END, at + 2 + bytes.readUInt16BE(at + 2));
    else {
      if (isFrame(marker)) {
        if (!hasSize(bytes, at)) return false;
        hasFrame = true;
      }
      at += 2 + bytes.readUInt16BE(at + 2);
    }
  }
  return false;
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && !NO_FRAME.includes(marker);
}

/** Height and width follow the marker, the length and the precision. */
function hasSize(bytes: Buffer, at: number): boolean {
  return at + 9 <= bytes.length && bytes.readUInt16BE(at + 5) > 0 && bytes.readUInt16BE(at + 7) > 0;
}
