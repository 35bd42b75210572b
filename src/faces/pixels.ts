/** A decoded picture: 8-bit sRGB, three bytes a pixel, rows from the top. */
export interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}
