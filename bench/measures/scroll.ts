import { chromium, type Page } from "@playwright/test";
import { type BuiltPanel, busyMs, openBuiltPanel, stillCopy, wheel } from "@/bench/browser/frames";
import { ask } from "@/bench/processes/spawn";
import { until } from "@/bench/stage";
import { figure, limitRow, percentile, type Row } from "@/bench/table";
import playwright from "../../playwright.config";
import { type Frame, recordFrames } from "../browser/frames";
import type { Stage } from "../stage";

const listed = 10_000;
const namespace = "many";
const pixelsPerSecond = 3_000;
const rounds = 3;
const secondsEach = 4;
const viewport = { width: 1440, height: 900 };
const frameMs = 1000 / 60;

/**
 * Chromium scrolls through the list of 10,000 services, and through a static copy of that page: the same rows from
 * the start, and no script. Both take turns in one run. Headless Chromium draws without a graphics card and shares
 * the CPU with the panel's server, so compare the ratios.
 */
export async function scroll(stage: Stage): Promise<Row[]> {
  const use = playwright.use?.launchOptions;
  if (!use?.executablePath) {
    console.info("  There is no Chromium on this machine: scrolling is NOT measured.");
    return [missing()];
  }
  await ask(stage.sandbox, "seedServices", { namespace, count: listed });
  const panel = await openBuiltPanel(stage.file);
  const browser = await chromium.launch(use);
  try {
    const page = await browser.newPage({ viewport });
    await openList(page, panel);
    const still = await browser.newPage({ viewport });
    await still.setContent(
      await stillCopy(page, rounds * pixelsPerSecond * secondsEach + 2 * viewport.height),
    );
    const floor: Turn[] = [];
    const ours: Turn[] = [];
    for (let round = 0; round < rounds; round++) {
      floor.push(await turn(still));
      ours.push(await turn(page));
    }
    return rowsOf(ours, floor, await jumpToEnd(page));
  } finally {
    await browser.close();
    await panel.close();
  }
}

interface Turn {
  frames: Frame[];
  /** CPU time of the page's main thread. */
  busyMs: number;
}

async function turn(page: Page): Promise<Turn> {
  await page.bringToFront();
  let frames: Frame[] = [];
  const busy = await busyMs(page, async () => {
    frames = await recordFrames(page, () => wheel(page, pixelsPerSecond * secondsEach, pixelsPerSecond));
  });
  return { frames, busyMs: busy };
}

async function openList(page: Page, { url, token }: BuiltPanel): Promise<void> {
  await page.request.post(`${url}/api/v1/session`, { data: { token } });
  const path = `/virtual-clusters/${namespace}/services`;
  await until(`the built panel has ${listed} services`, 90, async () => {
    const answer = await page.request.get(`${url}/api/v1${path}?limit=1`);
    return answer.ok() && ((await answer.json()) as { total: number }).total === listed;
  });
  await page.goto(`${url}${path}`);
  await page.getByRole("link", { name: "service-00000" }).waitFor();
}

/** From pressing End to the last row, with every frame in between. */
async function jumpToEnd(page: Page): Promise<{ frames: Frame[]; ms: number }> {
  await page.bringToFront();
  let ms = 0;
  const frames = await recordFrames(page, async () => {
    const startedAt = performance.now();
    await page.keyboard.press("End");
    const last = `service-${String(listed - 1).padStart(5, "0")}`;
    await page.getByRole("link", { name: last }).waitFor({ timeout: 60_000 });
    ms = performance.now() - startedAt;
  });
  return { frames, ms };
}

function rowsOf(
  turns: readonly Turn[],
  floorTurns: readonly Turn[],
  jump: { frames: Frame[]; ms: number },
): Row[] {
  const [ours, floor] = [turns, floorTurns].map((each) => each.flatMap(({ frames }) => frames)) as [
    Frame[],
    Frame[],
  ];
  const what = `Scrolling ${listed.toLocaleString("en")} services at ${pixelsPerSecond.toLocaleString("en")} px/s`;
  const limit = { p50: 1.2, p95: 1.5 };
  const compared = (name: "p50" | "p95", share: number): Row => {
    const [mine, theirs] = [ours, floor].map((frames) =>
      percentile(
        frames.map(({ ms }) => ms),
        share,
      ),
    );
    const ratio = (mine ?? 0) / (theirs ?? 1);
    return {
      measure: `${what}: frame time (${name})`,
      ours: figure(mine ?? 0, "ms"),
      floor: figure(theirs ?? 0, "ms"),
      ratio: ratio.toFixed(2),
      target: `≤ ${limit[name]} × the floor`,
      met: ratio <= limit[name],
    };
  };
  const [dropped, droppedByFloor] = [droppedShare(ours), droppedShare(floor)];
  return [
    compared("p50", 0.5),
    compared("p95", 0.95),
    {
      measure: `${what}: frames dropped`,
      ours: percent(dropped),
      floor: percent(droppedByFloor),
      ratio: "",
      target: "≤ floor + 5 %",
      met: dropped <= droppedByFloor + 0.05,
    },
    busyRow(`${what}: main thread, of each frame's 16.7 ms`, turns, floorTurns),
    blankRow(`${what}: frames with a row missing`, ours),
    blankRow("A jump to the end: frames with a row missing", jump.frames),
    {
      measure: "A jump to the end, until its rows are loaded",
      ours: figure(jump.ms, "ms"),
      floor: "",
      ratio: "",
      target: "",
      met: null,
    },
  ];
}

/** The share of frames missing from 60 per second. */
function droppedShare(frames: readonly Frame[]): number {
  const due = frames.map(({ ms }) => Math.max(1, Math.round(ms / frameMs)));
  const all = due.reduce((sum, each) => sum + each, 0);
  return all === 0 ? 0 : (all - frames.length) / all;
}

/** CPU time per sixtieth of a second; the rest is reserve for a slower machine. */
function busyRow(measure: string, ours: readonly Turn[], floor: readonly Turn[]): Row {
  const perFrame = (turns: readonly Turn[]) =>
    turns.reduce((sum, each) => sum + each.busyMs, 0) / (turns.length * secondsEach * 60);
  const atMostMs = 8;
  return {
    ...limitRow(measure, perFrame(ours), atMostMs, "ms"),
    floor: figure(perFrame(floor), "ms"),
  };
}

/** No place may be without a row for longer than a frame. */
function blankRow(measure: string, frames: readonly Frame[]): Row {
  const blank = frames.filter((frame) => frame.blank).length;
  const isLong = frames.some((frame, at) => frame.blank && frames[at + 1]?.blank);
  const loading = frames.filter((frame) => frame.loading > 0).length;
  return {
    measure,
    ours: `${blank} of ${frames.length}${loading > 0 ? ` (${loading} with rows on their way)` : ""}`,
    floor: "",
    ratio: "",
    target: "never two in a row",
    met: !isLong,
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function missing(): Row {
  const nothing = { ours: "not measured: no Chromium", floor: "", ratio: "", target: "", met: null };
  return { measure: `Scrolling ${listed.toLocaleString("en")} services`, ...nothing };
}
