import type { Page } from "@playwright/test";

/** One frame of the page: how long it stood, and what it showed. */
export interface Frame {
  ms: number;
  /** Somewhere in view, where rows belong, there is none, not even one on its way. */
  blank: boolean;
  /** Rows in view that are not loaded yet. */
  loading: number;
}

/**
 * Records every frame while something is done. A frame is looked at when its rows are in place, as the scroll event
 * comes before it. What the compositor shows on its own, ahead of all scripts, is beyond this view.
 */
export async function recordFrames(page: Page, act: () => Promise<void>): Promise<Frame[]> {
  // The compiler marks functions with their names by a helper that the page does not have.
  await page.evaluate("globalThis.__name ??= (marked) => marked");
  await page.evaluate(() => {
    const recorder = { frames: [] as Frame[], stopped: false };
    (window as typeof window & { recorder: typeof recorder }).recorder = recorder;
    const group = document.querySelector<HTMLElement>("[role=table] > [role=rowgroup]:last-child");
    const header = document.querySelector("[role=columnheader]");
    let before = performance.now();

    function look(now: number) {
      if (recorder.stopped) return;
      recorder.frames.push({ ms: now - before, ...inView() });
      before = now;
      requestAnimationFrame(look);
    }
    function inView() {
      const rows = group?.children ?? [];
      const first = rows[0]?.getBoundingClientRect();
      const last = rows[rows.length - 1]?.getBoundingClientRect();
      const box = group?.getBoundingClientRect();
      if (!box) return { blank: false, loading: 0 };
      const top = Math.max(box.top, header?.getBoundingClientRect().bottom ?? 0);
      const bottom = Math.min(box.bottom, innerHeight);
      // Rows stand without gaps: the first and the last of them tell what is covered. Borders may differ by a pixel.
      const blank = !first || !last || first.top > top + 1 || last.bottom < bottom - 1;
      let loading = 0;
      for (const row of group?.querySelectorAll("[data-loading]") ?? []) {
        const place = row.getBoundingClientRect();
        if (place.bottom > top && place.top < bottom) loading += 1;
      }
      return { blank, loading };
    }
    requestAnimationFrame((now) => {
      before = now;
      requestAnimationFrame(look);
    });
  });
  await act();
  return page.evaluate(() => {
    const { recorder } = window as typeof window & { recorder: { frames: Frame[]; stopped: boolean } };
    recorder.stopped = true;
    return recorder.frames;
  });
}
