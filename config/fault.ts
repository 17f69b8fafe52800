/**
 * What may be logged of an exception: what it is and where it was thrown. Never its message, which may quote
 * what was sent to us, and with it a person's name or number.
 */
export function faultOf(error: unknown): { error: string; code?: string; at: string[] } {
  if (!(error instanceof Error)) return { error: typeof error, at: [] };
  const { name, message, stack = '', code } = error as NodeJS.ErrnoException;
  const at = stack
    .replace(message, '')
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .map((line) => line.trim());
  return { error: name, ...(typeof code === 'string' ? { code } : {}), at };
}
