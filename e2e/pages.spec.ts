import { sidewaysScroll, watchLayoutShifts } from "./support/page-checks";
import { pages } from "./support/pages";
import { populate } from "./support/populate";
import { expect, expectAccessible, test } from "./support/test";

const looks = [
  { name: "1440 light", viewport: { width: 1440, height: 900 }, colorScheme: "light" },
  { name: "390 dark", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
] as const;

test.beforeAll(async ({ stage }) => populate(stage));

for (const { name, viewport, colorScheme } of looks) {
  test.describe(name, () => {
    test.use({ viewport, colorScheme });
    for (const path of pages) {
      test(`${path} is accessible, does not jump, and fits`, async ({ signedIn: page, stage }) => {
        const layoutShift = await watchLayoutShifts(page);
        await page.goto(`${stage.url}${path}`);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
        await expectAccessible(page);
        expect(await layoutShift()).toBeLessThanOrEqual(0.05);
        expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
      });
    }
  });
}
