import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { openStage, type Stage } from "./stage";

interface Watched {
  /** Console errors and uncaught exceptions of the page; a test with any fails. */
  errors: string[];
}

/** One stage a worker; each page is signed in, and watched for errors. */
export const test = base.extend<{ watched: Watched; signedIn: Page }, { stage: Stage }>({
  stage: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
    async ({}, use) => {
      const stage = await openStage();
      await use(stage);
      await stage.close();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  watched: async ({ page }, use) => {
    const errors: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    page.on("pageerror", (error) => errors.push(String(error)));
    await use({ errors });
    expect(errors, "the console holds no error").toEqual([]);
  },
  signedIn: async ({ page, stage, watched }, use) => {
    void watched;
    const { token, url } = stage;
    const response = await page.request.post(`${url}/api/v1/session`, { data: { token } });
    expect(response.status()).toBe(204);
    await use(page);
  },
});

export { expect };

/** No axe violation in the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`),
  ).toEqual([]);
}
