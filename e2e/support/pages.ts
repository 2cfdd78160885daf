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

/** Counts layout shifts of the page from the start; call it before the first `goto`. */
export async function watchLayoutShifts(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const seen = window as typeof window & { layoutShift: number };
    seen.layoutShift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
      })[])
        if (!entry.hadRecentInput) seen.layoutShift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  return async () => {
    await atRest(page);
    return page.evaluate(() => (window as typeof window & { layoutShift: number }).layoutShift);
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
  const sizes = await Promise.all(
    [...sources].map(
      async (source) => gzipSync(await (await page.request.get(new URL(source, url).href)).body()).length,
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
