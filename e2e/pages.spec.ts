import { firstLoadBytes, sidewaysScroll, watchLayoutShifts } from "./support/page-checks";
import { populate } from "./support/populate";
import { expect, expectAccessible, test } from "./support/test";

const cluster = "/virtual-clusters/vamp-demo";
const object = (kind: string, name = "shop") => [
  `${cluster}/${kind}/${name}`,
  `${cluster}/${kind}/${name}/edit`,
];

/** Every page, with something on it. */
const pages = [
  "/",
  "/virtual-clusters",
  cluster,
  `${cluster}/metadata`,
  `${cluster}/map`,
  `${cluster}/import`,
  "/gateways",
  `${cluster}/gateways/new`,
  ...object("gateways"),
  "/certificates",
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
  "/istio",
  "/import",
  "/events",
  "/notifications",
];

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

test("no page loads 170 kB of script or more before it can be used", async ({ signedIn: page, stage }) => {
  test.setTimeout(120_000);
  const heavy: string[] = [];
  for (const path of pages) {
    const bytes = await firstLoadBytes(page, `${stage.url}${path}`);
    expect(bytes, path).toBeGreaterThan(50_000);
    if (bytes >= 170_000) heavy.push(`${path}: ${Math.round(bytes / 1000)} kB`);
  }
  expect(heavy).toEqual([]);
});

test("a gateway's page can be used within a second", async ({ signedIn: page, stage }) => {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const startedAt = Date.now();
    await page.goto(`${stage.url}${cluster}/gateways/shop`, { waitUntil: "commit" });
    await page.getByRole("button", { name: "Check now" }).click({ trial: true });
    await expect(page.getByText("opens with a certificate that browsers trust")).toBeVisible();
    times.push(Date.now() - startedAt);
  }
  const [, , median] = times.toSorted((a, b) => a - b);
  expect(median, times.join(", ")).toBeLessThan(1000);
});
