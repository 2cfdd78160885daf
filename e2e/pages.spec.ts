import type { BrowserContext, Page } from "@playwright/test";
import { type Appearance, expectWell, looks, show } from "./support/looks";
import { firstLoadBytes, type LayoutShifts, pages, watchLayoutShifts } from "./support/pages";
import { populate } from "./support/populate";
import { expect, signIn, test, watchErrors } from "./support/test";

const pendingCleanups = "/cleanup-tasks?state=grace,open";

test.describe.configure({ mode: "parallel" });

test("without our script, a password never gets into the address", async ({ browser, stage }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: stage.url });
  const page = await context.newPage();
  // Only these pages come with a form; the others load theirs.
  for (const path of ["/sign-in", "/sign-in/link", "/sign-in/password"]) {
    await page.goto(path);
    const secret = page.locator("input[type=password]");
    await secret.fill("not-for-the-address");
    await secret.press("Enter");
    await expect(page).toHaveURL(`${stage.url}${path}`);
    await expect(page.locator("form")).toHaveAttribute("method", "post");
    await expect(page.locator("form").getByRole("button")).toBeDisabled();
  }
  await context.close();
});

test("a page says that the cluster doesn't answer once that lasts, and doesn't move for a moment of it", async ({
  signedIn: page,
  stage,
}) => {
  const away = {
    state: "reconnecting",
    note: "It has stopped sending.",
    staleSince: new Date().toISOString(),
  };
  let isAway = false;
  await page.route("**/api/v1/status", async (route) => {
    const response = await route.fetch();
    const status = await response.json();
    if (isAway) Object.assign(status.cluster, away);
    await route.fulfill({ response, json: status });
  });
  await page.addInitScript(() => {
    const streams = window as typeof window & { stream: EventSource };
    const Original = EventSource;
    window.EventSource = class extends Original {
      constructor(url: string | URL) {
        super(url);
        streams.stream = this;
      }
    };
  });
  const announce = () =>
    page.evaluate(() => {
      const data = JSON.stringify({ topic: "status", virtualCluster: null, name: null });
      const { stream } = window as typeof window & { stream: EventSource };
      stream.dispatchEvent(new MessageEvent("changed", { data }));
    });
  const layoutShift = await watchLayoutShifts(page);
  const notice = page.getByText("The cluster doesn’t answer");
  const indicator = (name: string) => page.getByText(name, { exact: true });

  await page.goto(`${stage.url}/gateways`);
  await expect(indicator("Live")).toBeAttached();
  const { total: before } = await layoutShift();
  isAway = true;
  await announce();
  await expect(indicator("Cluster unreachable")).toBeAttached();
  isAway = false;
  await announce();
  await expect(indicator("Live")).toBeAttached();
  const { total, moved } = await layoutShift();
  expect(total - before, moved).toBeLessThanOrEqual(0.05);

  isAway = true;
  await announce();
  await expect(notice).toBeVisible();
  await expect(page.getByText(away.note)).toBeVisible();

  // What several kinds have in common is said once.
  const at = (minute: number) => `2020-01-01T00:0${minute}:00.000Z`;
  const stale = [
    { kind: "services", since: at(2), note: "It hangs." },
    { kind: "secrets", since: at(1), note: "It hangs." },
    { kind: "nodes", since: null, note: "It may not be read." },
  ];
  Object.assign(away, { state: "partial", stale });
  await announce();
  const lines = page
    .getByRole("main")
    .getByRole("listitem")
    .filter({ hasText: /It (hangs|may not)/ });
  await expect(lines).toHaveText([
    /^services, secrets: as of .+\. It hangs\.$/,
    /^nodes: .+\. It may not be read\.$/,
  ]);
  await expect(lines.first().locator("time")).toHaveAttribute("datetime", at(1));
  isAway = false;
  await announce();
  await expect(lines).toHaveCount(0);
});

test("the button to sign in waits for the browser to take over the page", async ({ page, stage }) => {
  const held = Promise.withResolvers<void>();
  await page.route("**/_next/static/**/*.js", async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.goto(`${stage.url}/sign-in`, { waitUntil: "commit" });
  await page.getByLabel("API token").fill(stage.token);
  await expect(page.getByRole("button", { name: "Sign in" })).toBeDisabled();
  await page.getByLabel("API token").press("Enter");
  held.resolve();
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${stage.url}/`);
});

test("no page loads 170 kB of script or more before you can use it", async ({ signedIn: page, stage }) => {
  test.setTimeout(120_000);
  await populate(stage);
  const heavy: string[] = [];
  for (const path of pages) {
    const bytes = await firstLoadBytes(page, `${stage.url}${path}`);
    expect(bytes, path).toBeGreaterThan(50_000);
    if (bytes >= 170_000) heavy.push(`${path}: ${Math.round(bytes / 1000)} kB`);
  }
  expect(heavy).toEqual([]);
});

/**
 * The pages that load in this look, and are then shown in the other one: loading takes longer than all checks. A kind
 * has four pages in a row, so each kind has lists, forms, and details in another look than the kind before.
 */
const loadingIn = (look: Appearance) =>
  pages.filter((_, index) => looks[(index + Math.floor(index / 4)) % looks.length] === look);

for (const look of looks) {
  test.describe(look.name, () => {
    // One browser page for all, like a user who navigates; each new one would load and compile the panel again.
    let context: BrowserContext;
    let page: Page;
    let errors: string[];
    let layoutShift: () => Promise<LayoutShifts>;

    test.beforeAll(async ({ browser, stage }) => {
      await populate(stage);
      // Leftovers of other files end by themselves; that would change the page and look like a layout shift.
      await expect
        .poll(async () => (await stage.api<{ total: number }>("GET", pendingCleanups)).total)
        .toBe(0);
      context = await browser.newContext({ reducedMotion: "no-preference" });
      page = await context.newPage();
      errors = watchErrors(page);
      layoutShift = await watchLayoutShifts(page);
      await signIn(page, stage);
    });
    test.afterAll(() => context.close());

    for (const path of loadingIn(look)) {
      test(`${path} does not jump, is accessible, and fits`, async ({ stage }) => {
        errors.length = 0;
        await show(page, look);
        await page.goto(`${stage.url}${path}`);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
        await expectWell(page);
        const { total, moved } = await layoutShift();
        expect(total, moved).toBeLessThanOrEqual(0.05);
        for (const other of looks.filter((each) => each !== look)) {
          await show(page, other);
          await expectWell(page);
        }
        expect(errors, "the console holds no error").toEqual([]);
      });
    }
  });
}

test("numbers of the overview lead to lists with that number of rows", async ({ signedIn: page, stage }) => {
  await populate(stage);
  await page.goto(`${stage.url}/`);
  await expect(page.getByRole("list", { name: "Certificates by days left" })).toBeVisible();
  const links = page.getByRole("main").locator("a[href*='?state='], a[href*='?over='], a[href*='?within=']");
  const numbers = await links.evaluateAll((found) =>
    found.map((link) => ({
      href: link.getAttribute("href") ?? "",
      // The name of a time span begins with its number, and the text of a state ends with it.
      count: Number((link.getAttribute("aria-label") ?? link.textContent ?? "").match(/^\d+|\d+$/)?.[0]),
    })),
  );
  expect(numbers.length).toBeGreaterThan(7);
  for (const { href, count } of numbers) {
    await page.goto(`${stage.url}${href}`);
    await expect(page.getByRole("status").filter({ hasText: / found$/ })).toHaveText(`${count} found`);
    await expect(page.getByRole("combobox", { name: /^(State|Days left)$/ })).not.toHaveValue("");
    // Phones fold the filters and show how many are set.
    await page.setViewportSize(looks[1].viewport);
    await expect(page.getByRole("button", { name: "Filters (1)" })).toBeVisible();
    await page.setViewportSize(looks[0].viewport);
  }
});
