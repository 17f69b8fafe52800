import type { PhotoType } from '../../config/deployment/ports/grid.ts';

/** Bytes from the start of a file by which its type is told. */
export const HEAD_BYTES = 12;

/** Brands of the HEIF container (ISO/IEC 23008-12) that hold HEVC pictures. */
const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'mif1']);

export const EXTENSIONS: Readonly<Record<PhotoType, string>> = {
  jpeg: 'jpg',
  png: 'png',
  webp: 'webp',
  heic: 'heic',
};

/** Type of a picture by its first bytes, whatever its sender calls it; null: none that is known. */
export function photoType(head: Buffer): PhotoType | null {
  const text = (from: number, to: number) => head.toString('latin1', from, to);
  if (head.length < HEAD_BYTES) return null;
  if (text(0, 3) === '\xff\xd8\xff') return 'jpeg';
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
  if (text(4, 8) === 'ftyp' && HEIC_BRANDS.has(text(8, 12))) return 'heic';
  return null;
}
