import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test as base, expect, type Page } from "@playwright/test";
import type Axe from "axe-core";
import { identityEnvironment } from "@/scripts/programs";
import { measuredAtRest } from "./at-rest";
import { beginWithDatabase } from "./new-database";
import { openStage, type Stage } from "./stage";

declare global {
  interface Window {
    /** Once `violationsOf` has run in the page. */
    axe: typeof Axe;
  }
}

interface Watched {
  /** Console errors and uncaught exceptions of the page; any of them fails the test. */
  errors: string[];
}

/** One stage per worker; each page is signed in, and watched for errors. */
export const test = base.extend<
  { refusals: readonly number[]; watched: Watched; signedIn: Page },
  { graceInSeconds: number; hasProvider: boolean; stage: Stage }
>({
  /** The grace period of a deleted gateway: short, for the tests that wait for its end. */
  graceInSeconds: [5, { option: true, scope: "worker" }],
  /** Whether users can sign in with the sandbox's OIDC provider. */
  hasProvider: [false, { option: true, scope: "worker" }],
  /** Statuses that a test expects from the API: Chromium prints each as an error. */
  refusals: [[], { option: true }],
  stage: [
    async ({ graceInSeconds, hasProvider }, use) => {
      const settings = { LAMIA_CLEANUP_GRACE_SECONDS: String(graceInSeconds) };
      const settingsOf = hasProvider ? identityEnvironment : () => ({});
      const stage = await openStage(settings, settingsOf, beginWithDatabase);
      await use(stage);
      await stage.close();
    },
    { scope: "worker", timeout: 400_000 },
  ],
  watched: async ({ page, refusals }, use) => {
    const errors = watchErrors(page, refusals);
    await use({ errors });
    expect(errors, "the console holds no error").toEqual([]);
  },
  signedIn: async ({ page, stage, watched }, use) => {
    void watched;
    await signIn(page, stage);
    awaitTakeover(page);
    await use(page);
  },
});

/** Console errors and uncaught exceptions of the page from now on, except expected API errors. */
export function watchErrors(page: Page, refusals: readonly number[] = []): string[] {
  const errors: string[] = [];
  const isMeant = (text: string) => refusals.some((status) => text.includes(`a status of ${status} `));
  page.on("console", (message) => {
    if (message.type() === "error" && !isMeant(message.text())) errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  return errors;
}

/**
 * Server-rendered elements ignore clicks and keys until the browser has hydrated them, so a page counts as loaded
 * only then.
 */
export function awaitTakeover(page: Page): void {
  const busy = page.locator("[data-first-content][aria-busy=true]");
  for (const method of ["goto", "reload"] as const) {
    const load = page[method].bind(page) as (...given: unknown[]) => ReturnType<Page["goto"]>;
    page[method] = async (...given: unknown[]) => {
      const response = await load(...given);
      await expect(busy).toHaveCount(0);
      return response;
    };
  }
}

export async function signIn(page: Page, { token, url }: Stage): Promise<void> {
  const response = await page.request.post(`${url}/api/v1/session`, { data: { token } });
  expect(response.status()).toBe(204);
}

export { expect };

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** No axe violation in the page at rest, or in a part of it, which is faster. */
export async function expectAccessible(page: Page, part?: "dialog[open]"): Promise<void> {
  // Next streams it, so it may come after the content.
  await expect(page).toHaveTitle(/./);
  expect(await measuredAtRest(page, () => violationsOf(page, part))).toEqual([]);
}

/**
 * Each as the rule's id and its elements. In the page itself and without frames, which the panel has none of: axe's
 * wrapper for Playwright opens a page for each result, which takes three times as long as the checks.
 */
async function violationsOf(page: Page, part = ":root"): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  return page.evaluate(async (selector) => {
    const { violations } = await window.axe.run(selector, {
      // By default, axe also describes every element that passes, and loads the page's style sheets and media again.
      resultTypes: ["violations"],
      preload: false,
    });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
    );
  }, part);
}
