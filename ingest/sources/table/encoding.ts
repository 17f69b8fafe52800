/** Bytes of UTF-16 text begin with one of these marks. */
const UTF_16_MARKS = [
  { mark: Buffer.from([0xff, 0xfe]), encoding: 'utf-16le' },
  { mark: Buffer.from([0xfe, 0xff]), encoding: 'utf-16be' },
];

/**
 * The encoding of a text: UTF-16 by its mark, UTF-8 where every byte of it is (GB18030 text of more than
 * a few signs never is), else GB18030. A last sign that is cut off decides nothing.
 * @param bytes all of the text, in pieces
 */
export async function encodingOf(bytes: AsyncIterable<Buffer>): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let head: Buffer | null = null;
  for await (const piece of bytes) {
    head ??= piece;
    const utf16 = UTF_16_MARKS.find(({ mark }) => mark.equals((head as Buffer).subarray(0, 2)));
    if (utf16) return utf16.encoding;
    try {
      decoder.decode(piece, { stream: true });
    } catch {
      return 'gb18030';
    }
  }
  return 'utf-8';
}
