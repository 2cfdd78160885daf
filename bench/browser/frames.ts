import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { SandboxFile } from "@/sandbox/sandbox-file";
import { ended, start, stop, tools, waitFor } from "@/scripts/child";
import { isBuilt, panelEnvironment, panelProgram } from "@/scripts/programs";

/** One frame of the page: how long it lasted, and what it showed. */
export interface Frame {
  ms: number;
  /** A visible place in the list has no row, not even a placeholder. */
  blank: boolean;
  /** Visible rows that aren't loaded yet. */
  loading: number;
}

/**
 * Records every frame during an action. It looks at each frame once its rows are in place, because the scroll event
 * comes before that. It can't see what the compositor shows on its own, ahead of all scripts.
 */
export async function recordFrames(page: Page, act: () => Promise<void>): Promise<Frame[]> {
  // The compiler names functions with a helper that the page doesn't have.
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
      // Rows have no gaps between them: the first and the last show what is covered. Borders may be off by a pixel.
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

/**
 * How long the page's main thread worked during an action, in milliseconds of CPU time; other load on the machine
 * doesn't count.
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

/** Turns the wheel over the middle of the page, at this distance and speed, as real browser input. */
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

/**
 * The page with the current list but without scripts, and with enough copies of its first row that scrolling
 * creates nothing: what the browser alone needs to draw it.
 */
export async function stillCopy(page: Page, pixels: number): Promise<string> {
  return page.evaluate((length) => {
    const list = "[role=table] > [role=rowgroup]:last-child";
    const height = document.querySelector(`${list} > *`)?.getBoundingClientRect().height ?? 0;
    if (height === 0) throw new Error("There is no list on this page.");
    const copy = document.documentElement.cloneNode(true) as Element;
    for (const script of copy.querySelectorAll("script, link[rel=preload], link[as=script]")) script.remove();
    const base = document.createElement("base");
    base.href = location.origin;
    copy.querySelector("head")?.prepend(base);
    const rows = copy.querySelector(list);
    const first = rows?.firstElementChild;
    const copies = Array.from({ length: Math.ceil(length / height) }, (_, index) => {
      const row = first?.cloneNode(true) as HTMLElement;
      row.style.top = `${index * height}px`;
      return row;
    });
    rows?.replaceChildren(...copies);
    return `<!doctype html>${copy.outerHTML}`;
  }, pixels);
}

export interface BuiltPanel {
  url: string;
  token: string;
  close(): Promise<void>;
}

/**
 * An installed panel with its web server, next to the bench's sandbox and with its own database. It only reads: its
 * runner is off, because the other panel walks.
 */
export async function openBuiltPanel(sandbox: SandboxFile): Promise<BuiltPanel> {
  if (!isBuilt()) {
    console.info("  Building the panel …");
    if ((await ended(start([...tools.tsx, "scripts/build.ts"], {}, () => {}))) !== 0)
      throw new Error("The panel could not be built; `npm run build` says why.");
  }
  const home = mkdtempSync(join(tmpdir(), "lamia-bench-panel-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const output: string[] = [];
  const environment = {
    ...panelEnvironment(sandbox, home),
    PORT: String(port),
    LAMIA_RUNNER: "off",
    LAMIA_LOG_LEVEL: "error",
  };
  const panel = start([panelProgram], environment, (line) => output.push(line));
  const close = async () => {
    await stop(panel);
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await waitFor("the built panel", 90, async () => (await fetch(`${url}/readyz`)).ok || null);
  } catch (thrown) {
    await close();
    throw new Error(`The built panel did not start:\n${output.join("\n")}`, { cause: thrown });
  }
  return { url, token: sandbox.panel.token, close };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
