import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { atRest, measuredAtRest } from "./at-rest";

const cluster = "/virtual-clusters/vamp-demo";
const object = (kind: string, name = "shop") => [
  `${cluster}/${kind}/${name}`,
  `${cluster}/${kind}/${name}/edit`,
];

/** Every page, with some content. */
export const pages = [
  "/",
  "/virtual-clusters",
  cluster,
  `${cluster}/metadata`,
  "/settings",
  `${cluster}/map`,
  `${cluster}/import`,
  `${cluster}/online`,
  "/gateways",
  `${cluster}/gateways/new`,
  ...object("gateways"),
  "/certificates",
  "/certificates/others",
  "/cleanups",
  "/applications",
  `${cluster}/applications/shop`,
  "/services",
  `${cluster}/services/new`,
  ...object("services"),
  "/destination-rules",
  `${cluster}/destination-rules/new`,
  ...object("destination-rules"),
  "/virtual-services",
  `${cluster}/virtual-services/new`,
  ...object("virtual-services"),
  "/service-entries",
  `${cluster}/service-entries/new`,
  ...object("service-entries", "payments"),
  "/map",
  "/findings",
  "/diagnose",
  "/istio",
  "/import",
  "/events",
  "/notifications",
  "/people",
  "/people/groups",
  "/people/sessions",
  "/people/tokens",
];

export interface LayoutShifts {
  total: number;
  /** The elements that moved, with the share of each shift, to find the reason. */
  moved: string;
}

/** Counts layout shifts of the page from the start; call it before the first `goto`. */
export async function watchLayoutShifts(page: Page): Promise<() => Promise<LayoutShifts>> {
  await page.addInitScript(() => {
    interface LayoutShift extends PerformanceEntry {
      value: number;
      hadRecentInput: boolean;
      sources: { node: Element | null; previousRect: DOMRect; currentRect: DOMRect }[];
    }
    const seen = window as typeof window & { shifts: { value: number; moved: string }[] };
    seen.shifts = [];
    const named = (node: Element | null) => node?.cloneNode(false) as Element | undefined;
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput, sources } of list.getEntries() as LayoutShift[])
        if (!hadRecentInput)
          seen.shifts.push({
            value,
            moved: sources
              .map(
                ({ node, previousRect: from, currentRect: to }) =>
                  `${named(node)?.outerHTML ?? "text"} from ${from.top}+${from.height} to ${to.top}+${to.height}`,
              )
              .join("; "),
          });
    }).observe({ type: "layout-shift", buffered: true });
  });
  return async () => {
    await atRest(page);
    const shifts = await page.evaluate(
      () => (window as typeof window & { shifts: { value: number; moved: string }[] }).shifts,
    );
    return {
      total: shifts.reduce((sum, { value }) => sum + value, 0),
      moved: shifts.map(({ value, moved }) => `${value.toFixed(3)}: ${moved}`).join("\n"),
    };
  };
}

/** How far the page at rest scrolls sideways, in pixels; 0 if it fits. */
export function sidewaysScroll(page: Page): Promise<number> {
  return measuredAtRest(page, () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  );
}

/** Bytes, gzipped, of all scripts in the page's HTML. */
export async function firstLoadBytes(page: Page, url: string): Promise<number> {
  const html = await (await page.request.get(url)).text();
  const sources = new Set(
    [...html.matchAll(/<script[^>]+src="([^"]+)"[^>]*>/g)].flatMap(([tag, source]) =>
      tag.includes("noModule") || !source ? [] : [source],
    ),
  );
  const each = await Promise.all([...sources].map((source) => sizeOf(page, new URL(source, url).href)));
  return each.reduce((sum, size) => sum + size, 0);
}

/** By address: most pages share most scripts, whose names change with their content. */
const sizes = new Map<string, number>();

async function sizeOf(page: Page, url: string): Promise<number> {
  const known = sizes.get(url);
  if (known !== undefined) return known;
  const size = gzipSync(await (await page.request.get(url)).body()).length;
  sizes.set(url, size);
  return size;
}
