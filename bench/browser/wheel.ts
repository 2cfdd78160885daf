import type { Page } from "@playwright/test";

/** Turns the wheel over the middle of the page: so far down, so fast, as the browser's own input makes it. */
export async function wheel(page: Page, pixels: number, pixelsPerSecond: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const { width = 0, height = 0 } = page.viewportSize() ?? {};
  await devtools.send("Input.synthesizeScrollGesture", {
    x: width / 2,
    y: height / 2,
    yDistance: -pixels,
    speed: pixelsPerSecond,
    gestureSourceType: "mouse",
    preventFling: true,
  });
  await devtools.detach();
}
