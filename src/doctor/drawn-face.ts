import sharp from 'sharp';

/** A drawing of nobody, 600 × 750 pixels, as a JPEG. Didit wants a detectable face and may well see none in it. */
export function drawnFace(): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="750">
    <defs><radialGradient id="skin"><stop offset="0.6" stop-color="#e8b998"/><stop offset="1" stop-color="#c68f6d"/></radialGradient></defs>
    <rect width="600" height="750" fill="#b9c6d2"/>
    <path d="M90 750 Q110 610 300 610 Q490 610 510 750 z" fill="#40536b"/>
    <rect x="245" y="520" width="110" height="120" rx="45" fill="#c99673"/>
    <ellipse cx="300" cy="360" rx="165" ry="215" fill="url(#skin)"/>
    <path d="M130 340 Q120 130 300 125 Q480 130 470 340 Q440 215 300 210 Q160 215 130 340" fill="#3a2a20"/>
    <path d="M185 305 Q225 280 265 303 M335 303 Q375 280 415 305" stroke="#3a2a20" stroke-width="11" fill="none"/>
    <ellipse cx="226" cy="345" rx="32" ry="17" fill="#fff"/><ellipse cx="374" cy="345" rx="32" ry="17" fill="#fff"/>
    <circle cx="226" cy="345" r="15" fill="#4b3a2a"/><circle cx="374" cy="345" r="15" fill="#4b3a2a"/>
    <path d="M300 350 Q275 425 283 438 Q300 452 317 438" stroke="#a8714f" stroke-width="8" fill="none"/>
    <path d="M240 492 Q300 470 360 492 Q300 535 240 492 z" fill="#b05a52"/>
  </svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 85 }).toBuffer();
}
