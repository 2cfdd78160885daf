import type { Page } from "@playwright/test";

/** Measurements during a fade or slide are wrong, and only on slow machines. */
const patienceInMs = 15_000;
const attempts = 5;

type Watched = typeof window & { animationsBegun?: number };

/**
 * Resolves when no finite animation or transition has run for two frames in a row. If the page doesn't come to
 * rest, throws and names what keeps moving.
 */
export async function atRest(page: Page): Promise<void> {
  const moving = await page.evaluate(async (patience) => {
    const endless = Number.POSITIVE_INFINITY;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const running = () =>
      document
        .getAnimations()
        .filter(
          ({ effect, playState }) =>
            playState === "running" && effect?.getComputedTiming().endTime !== endless,
        );
    const until = performance.now() + patience;
    for (let quietFrames = 0; quietFrames < 2; ) {
      await frame();
      const found = running();
      quietFrames = found.length === 0 ? quietFrames + 1 : 0;
      if (found.length > 0 && performance.now() > until)
        return found.map(({ effect }) => {
          const { target } = effect as KeyframeEffect;
          return target?.outerHTML.slice(0, 120) ?? "an animation without an element";
        });
    }
    return [];
  }, patienceInMs);
  if (moving.length > 0) throw new Error(`The page does not come to rest: ${moving.join("; ")}`);
}

/**
 * Measures the page at rest. If an animation starts during `measure`, the result is of a moving page, so it
 * measures again, up to five times.
 */
export async function measuredAtRest<T>(page: Page, measure: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    await atRest(page);
    const before = await animationsBegun(page);
    const measured = await measure();
    if ((await animationsBegun(page)) === before || attempt === attempts) return measured;
  }
}

/** How many animations and transitions have started since the first call. */
function animationsBegun(page: Page): Promise<number> {
  return page.evaluate(() => {
    const watched = window as Watched;
    if (watched.animationsBegun === undefined) {
      watched.animationsBegun = 0;
      for (const type of ["animationstart", "transitionrun"] as const)
        document.addEventListener(
          type,
          () => {
            watched.animationsBegun = (watched.animationsBegun ?? 0) + 1;
          },
          true,
        );
    }
    return watched.animationsBegun;
  });
}
