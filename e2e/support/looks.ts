import type { Page } from "@playwright/test";
import { sidewaysScroll } from "./pages";
import { expect, expectAccessible } from "./test";

/** Each width and each color scheme once. */
export const looks = [
  { name: "1440 light", viewport: { width: 1440, height: 900 }, colorScheme: "light" },
  { name: "390 dark", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
] as const;

export type Appearance = (typeof looks)[number];

/** Shows the page as in this look, from now on. */
export async function show(page: Page, { viewport, colorScheme }: Appearance): Promise<void> {
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme });
}

/** The page, or a part of it, is accessible and fits in each look. Leaves it as the first one has it. */
export async function expectWellInEachLook(page: Page, part?: "dialog[open]"): Promise<void> {
  for (const look of looks.toReversed()) {
    await show(page, look);
    await expectWell(page, part);
  }
}

/** The page, or a part of it, is accessible and fits as it is shown now. */
export async function expectWell(page: Page, part?: "dialog[open]"): Promise<void> {
  await expectAccessible(page, part);
  expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
}
