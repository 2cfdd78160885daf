import type { Page } from "@playwright/test";
import { sidewaysScroll } from "./support/pages";
import { createManyServices, manyNamespace, removeManyServices, serviceName } from "./support/populate";
import { expect, expectAccessible, test } from "./support/test";

/** Long lists: sorting, filtering and columns, down to the last row, by pointer, by keyboard and on a phone. */
const count = 300;
const path = `/virtual-clusters/${manyNamespace}/services`;

test.beforeAll(async ({ stage }) => createManyServices(stage, count));
test.afterAll(async ({ stage }) => removeManyServices(stage));

const header = (page: Page, name: string) => page.getByRole("columnheader", { name });
const sortBy = (page: Page, name: string) => header(page, name).getByRole("button", { name });
/** The first row below the header. */
const firstRow = (page: Page) => page.getByRole("table").getByRole("row").nth(1);
const found = (page: Page, text: string) => expect(page.getByText(text, { exact: true })).toBeVisible();

/** Rows are rendered from the top of the visible part of the table to its end, one frame after a scroll. */
const isWindowFilled = (page: Page) =>
  page.evaluate(() => {
    const [, body] = document.querySelectorAll("[role=rowgroup]");
    const sight = body?.getBoundingClientRect();
    if (!sight) return false;
    const rows = [...document.querySelectorAll("[role=rowgroup] [role=row]:has(a)")].map((row) =>
      row.getBoundingClientRect(),
    );
    const [top, bottom] = [Math.max(sight.top, 0), Math.min(sight.bottom, innerHeight)];
    return rows.some((row) => row.top <= top + 1) && rows.some((row) => row.bottom >= bottom - 1);
  });

async function openList(page: Page, url: string) {
  await page.goto(`${url}${path}`);
  await expect(firstRow(page)).toContainText(serviceName(0));
}

test("a header sorts, the filter narrows, and both survive a reload and Back", async ({
  signedIn: page,
  stage,
}) => {
  await openList(page, stage.url);
  await found(page, `${count} in total`);

  await sortBy(page, "Ports").click();
  await expect(firstRow(page)).toContainText(serviceName(count - 1));
  await expect(header(page, "Ports")).toHaveAttribute("aria-sort", "ascending");
  await sortBy(page, "Ports").click();
  await expect(firstRow(page)).toContainText(serviceName(0));
  await expect(header(page, "Ports")).toHaveAttribute("aria-sort", "descending");

  await page.getByRole("textbox", { name: "Filter Services" }).fill("service-1");
  await found(page, "100 found");
  await expect(firstRow(page)).toContainText(serviceName(100));
  await expect(page).toHaveURL(/sort=ports/);
  await expect(page).toHaveURL(/order=desc/);
  await expect(page).toHaveURL(/q=service-1/);

  const isKept = async () => {
    await found(page, "100 found");
    await expect(firstRow(page)).toContainText(serviceName(100));
    await expect(header(page, "Ports")).toHaveAttribute("aria-sort", "descending");
    await expect(page.getByRole("textbox", { name: "Filter Services" })).toHaveValue("service-1");
  };
  await page.reload();
  await isKept();
  await page.getByRole("link", { name: serviceName(101) }).click();
  await expect(page.getByRole("heading", { level: 1, name: serviceName(101) })).toBeVisible();
  await page.goBack({ waitUntil: "commit" });
  await isKept();

  await sortBy(page, "Ports").click();
  await expect(header(page, "Ports")).not.toHaveAttribute("aria-sort");
  await expect(page).not.toHaveURL(/sort=/);
});

test("the keyboard alone sorts a list, and moves from its headers to its rows", async ({
  signedIn: page,
  stage,
}) => {
  await openList(page, stage.url);
  await sortBy(page, "Name").focus();
  await page.keyboard.press("Enter");
  await expect(header(page, "Name")).toHaveAttribute("aria-sort", "ascending");
  await page.keyboard.press("Space");
  await expect(header(page, "Name")).toHaveAttribute("aria-sort", "descending");
  await expect(firstRow(page)).toContainText(serviceName(count - 1));
  await sortBy(page, "Created").focus();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("checkbox", { name: `Select ${serviceName(count - 1)}` })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: serviceName(count - 1) })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: serviceName(count - 1) })).toBeVisible();
});

test("the focus stays on the same control while a long list gets its scripts", async ({
  signedIn: page,
  stage,
}) => {
  const controls = [
    sortBy(page, "Name"),
    page.getByRole("link", { name: serviceName(1), exact: true }),
    page.getByRole("checkbox", { name: `Select ${serviceName(1)}` }),
  ];
  for (const control of controls) {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    await page.route("**/_next/static/**/*.js", (route) => released.then(() => route.continue()));
    const loaded = page.goto(`${stage.url}${path}`, { waitUntil: "commit" });
    await control.focus();
    release();
    await loaded;
    // A native table is what the server has rendered.
    await expect(page.locator("table")).toHaveCount(0);
    await expect(control).toBeFocused();
    await page.unrouteAll({ behavior: "wait" });
  }
  await page.keyboard.press("Space");
  await expect(page.getByRole("checkbox", { name: `Select ${serviceName(1)}` })).toBeChecked();

  // The focused row isn't rendered any more, and comes back with the short table of what the filter finds.
  await page.keyboard.press("End");
  await expect(page.getByRole("link", { name: serviceName(1), exact: true })).toHaveCount(0);
  const filter = page.getByRole("textbox", { name: "Filter Services" });
  await filter.fill(serviceName(1).slice(0, -1));
  await expect(page.locator("table")).toBeVisible();
  await expect(page.getByRole("checkbox", { name: `Select ${serviceName(1)}` })).toBeVisible();
  await expect(filter).toBeFocused();
});

test("a long list scrolls to its end, renders only visible rows, and misses none", async ({
  signedIn: page,
  stage,
}) => {
  await openList(page, stage.url);
  await expect(page.getByRole("table", { name: "Services" })).toHaveAttribute(
    "aria-rowcount",
    `${count + 1}`,
  );
  const seen = new Set<string>();
  for (;;) {
    await expect.poll(() => isWindowFilled(page)).toBe(true);
    await expect(page.locator("[data-loading]")).toHaveCount(0);
    const names = await page.getByRole("row").getByRole("link").allTextContents();
    expect(names.length).toBeLessThan(80);
    for (const name of names) seen.add(name);
    const isEnd = await page.evaluate(() => {
      const before = scrollY;
      scrollBy({ top: innerHeight, behavior: "instant" });
      return scrollY === before;
    });
    if (isEnd) break;
  }
  expect(seen.size).toBe(count);
  await expect(page.getByRole("link", { name: serviceName(count - 1) })).toBeInViewport();

  await page.keyboard.press("Home");
  await expect(page.getByRole("link", { name: serviceName(0) })).toBeInViewport();
  await page.keyboard.press("End");
  await expect(page.getByRole("link", { name: serviceName(count - 1) })).toBeInViewport();
  await sortBy(page, "Ports").click();
  await expect(page.getByRole("link", { name: serviceName(count - 1) })).toBeInViewport();
  await expect(header(page, "Ports")).toBeInViewport();
});

test("columns that don't fit are not in the document, and your own choice is kept", async ({
  signedIn: page,
  stage,
}) => {
  await openList(page, stage.url);
  for (const name of ["Ports", "Selectors", "Type", "Findings", "Created"])
    await expect(header(page, name)).toBeVisible();
  await page.setViewportSize({ width: 900, height: 800 });
  const created = page.getByRole("columnheader", { name: "Created", includeHidden: true });
  await expect(created).toHaveCount(0);
  await expect(page.getByRole("table").locator("time")).toHaveCount(0);
  await expect(header(page, "Findings")).toBeVisible();

  await page.getByRole("button", { name: "View" }).click();
  const menu = page.getByRole("dialog", { name: "View" });
  await expect(menu.getByRole("checkbox", { name: "Created" })).toHaveAccessibleDescription(/Doesn’t fit/);
  await expectAccessible(page);
  await menu.getByRole("checkbox", { name: "Selectors" }).uncheck();
  await expect(header(page, "Selectors")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.reload();
  await expect(firstRow(page)).toContainText(serviceName(0));
  await expect(header(page, "Selectors")).toHaveCount(0);
  await page.getByRole("button", { name: "View" }).click();
  await menu.getByRole("button", { name: "Show all" }).click();
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(header(page, "Selectors")).toBeVisible();
});

test.describe("on a phone, in the dark", () => {
  test.use({ viewport: { width: 390, height: 844 }, colorScheme: "dark" });

  test("rows are cards, sorted by a select field, and nothing overflows the page", async ({
    signedIn: page,
    stage,
  }) => {
    await openList(page, stage.url);
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    await page.getByRole("combobox", { name: "Sort by" }).selectOption({ label: "Ports ↑" });
    await expect(firstRow(page)).toContainText(serviceName(count - 1));
    await expect(firstRow(page)).toContainText("Selectors");
    await expectAccessible(page);
    await page.mouse.wheel(0, 4000);
    await expect(page.getByRole("link", { name: serviceName(count - 1) })).not.toBeInViewport();
    await expect(page.locator("[data-loading]")).toHaveCount(0);
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
  });
});

test.describe("when the server fails while the list loads", () => {
  test.use({ refusals: [503] });

  test("a list says that the rest is missing, and loads it when you ask", async ({
    signedIn: page,
    stage,
  }) => {
    const nextPages = /services\?.*cursor=/;
    const problem = { type: "about:blank", title: "No", status: 503, detail: "The cluster does not answer." };
    await page.route(nextPages, (route) =>
      route.fulfill({ status: 503, contentType: "application/problem+json", body: JSON.stringify(problem) }),
    );
    await openList(page, stage.url);
    const alert = page.getByRole("alert").filter({ hasText: "Couldn’t load the rest" });
    await expect(alert).toContainText("The cluster does not answer.");
    await expect(alert).toBeInViewport();
    await page.unroute(nextPages);
    await alert.getByRole("button", { name: "Try again" }).click();
    await expect(alert).toHaveCount(0);
    await page.keyboard.press("End");
    await expect(page.getByRole("link", { name: serviceName(count - 1) })).toBeInViewport();
  });
});

test.describe("with an unknown sort order", () => {
  test.use({ refusals: [400] });

  test("a list names the known orders, and its page falls back to the default", async ({
    signedIn: page,
    stage,
  }) => {
    const answer = await page.request.get(`${stage.url}/api/v1${path}?sort=colour`);
    expect(answer.status()).toBe(400);
    expect(answer.headers()["content-type"]).toContain("application/problem+json");
    const problem = (await answer.json()) as { detail: string; errors: { path: string[] }[] };
    expect(problem.detail).toContain("virtualCluster, name, findings, created");
    expect(problem.errors[0]?.path).toEqual(["sort"]);
    await page.goto(`${stage.url}${path}?sort=colour`);
    await expect(firstRow(page)).toContainText(serviceName(0));
  });
});
