import type { Page } from "@playwright/test";

/**
 * How long the page's main thread worked while something was done, in milliseconds of processor time: what others on the
 * machine do is not in it.
 */
export async function busyMs(page: Page, act: () => Promise<void>): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  const read = async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN) * 1000;
  };
  const before = await read();
  await act();
  const ms = (await read()) - before;
  await devtools.detach();
  return ms;
}
