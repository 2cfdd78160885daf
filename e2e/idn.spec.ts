import { populate } from "./support/populate";
import { expect, expectAccessible, test } from "./support/test";

/** A host in letters beyond ASCII: typed as people write it, stored in its ASCII form, and shown in both. */
const cluster = "/virtual-clusters/vamp-demo";
const host = "münchen.democluster.net";
const ascii = "xn--mnchen-3ya.democluster.net";

test.use({ ignoreHTTPSErrors: true });
test.beforeAll(async ({ stage }) => {
  await populate(stage);
});
test.afterAll(async ({ stage }) => {
  await stage.api("DELETE", `${cluster}/gateways/munich`);
});

interface Gateway {
  servers: { securedHost: string | null; hosts: string[] }[];
  securedHosts: { certificate: { names: string[] } | null }[];
}

test("an internationalized host is typed as people write it, served, and found and read in both forms", async ({
  signedIn: page,
  stage,
}) => {
  const read = () => stage.api<Gateway>("GET", `${cluster}/gateways/munich`);

  await test.step("the form says how it is read", async () => {
    await page.goto(`${stage.url}${cluster}/gateways/new`);
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("munich");
    const field = page.getByRole("textbox", { name: "Secured Host" });
    await field.fill("München.democluster.net");
    await field.blur();
    await expect(field).toHaveValue(ascii);
    await expect(page.getByRole("status", { name: "What Lamia will use in DNS" })).toContainText(
      `Read as${host}`,
    );
    await page.getByRole("button", { name: "Create gateway" }).click();
    await expect(page).toHaveURL(/gateways\/munich$/);
  });

  await test.step("objects, certificate and API have the ASCII form, and the page shows both", async () => {
    await expect.poll(async () => (await read()).securedHosts[0]?.certificate?.names).toEqual([ascii]);
    expect((await read()).servers).toMatchObject([{ securedHost: ascii, hosts: [ascii] }]);
    const title = page.getByRole("heading", { level: 2, name: `${host} (${ascii})` });
    await expect(title).toBeVisible();
    await expect(page.getByRole("region", { name: "Certificate", exact: true })).toContainText(
      `${host} (${ascii})`,
    );
    await expectAccessible(page);
  });

  await test.step("lists and the palette find it by either form", async () => {
    for (const text of ["Münch", "xn--mnch"]) {
      await page.goto(`${stage.url}${cluster}/gateways?q=${encodeURIComponent(text)}`);
      await expect(page.getByRole("row").filter({ hasText: host })).toBeVisible();
    }
    await page.keyboard.press("ControlOrMeta+k");
    const palette = page.getByRole("dialog", { name: "Search and commands" });
    await palette.getByRole("combobox").fill("münchen");
    await expect(
      palette.getByRole("option", { name: /^munich Gateway .*münchen\.democluster\.net/ }),
    ).toBeVisible();
    await page.keyboard.press("Escape");
    await page.goto(`${stage.url}/events?q=${encodeURIComponent(host)}`);
    await expect(
      page
        .getByRole("listitem")
        .filter({ hasText: `${host} (${ascii})` })
        .first(),
    ).toBeVisible();
  });
});
