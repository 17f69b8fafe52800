import type { Locator, Page } from 'playwright-core';
import { PNG } from 'pngjs';

/** Takes the graphics context of a canvas away, as a driver does that restarts; nobody gives it back. */
export async function loseContext(page: Page, canvas: string): Promise<void> {
  await page
    .locator(canvas)
    .evaluate((found) =>
      (found as HTMLCanvasElement)
        .getContext('webgl2')
        ?.getExtension('WEBGL_lose_context')
        ?.loseContext(),
    );
}

/** Part of a picture that is not its most frequent colour: 0 where it is empty. */
export async function inkOf(part: Locator): Promise<number> {
  const { data } = PNG.sync.read(await part.screenshot());
  const counts = new Map<number, number>();
  for (let at = 0; at < data.length; at += 4) {
    const colour = data.readUInt32BE(at);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return 1 - Math.max(...counts.values()) / (data.length / 4);
}
