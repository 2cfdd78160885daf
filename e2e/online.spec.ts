import { readFileSync } from "node:fs";
import { setNameServersAtRegistrar } from "./support/registrar";
import { expect, expectAccessible, test } from "./support/test";

const host = "shop.democluster.net";

test("from the first steps, one step puts an application online, and it serves", async ({
  signedIn: page,
  stage,
}) => {
  const cluster = `${stage.url}/virtual-clusters/vamp-demo`;
  const key = readFileSync(stage.sandbox.googleServiceAccountFile, "utf8");
  await stage.api("PATCH", "/virtual-clusters/vamp-demo/metadata", {
    google_project_id: (JSON.parse(key) as { project_id: string }).project_id,
    google_service_account: key,
  });
  await page.goto(cluster);
  const steps = page.getByRole("list", { name: "First steps" });
  await steps.getByRole("link", { name: "Put a service online" }).click();
  await expect(page).toHaveURL(/vamp-demo\/online$/);

  await test.step("an invalid host says why when you leave the field", async () => {
    const field = page.getByRole("textbox", { name: "Host" });
    await field.fill("my_shop.example.com");
    await expect(page.getByText(/certificate for a name with an underscore/)).toBeHidden();
    await field.press("Tab");
    await expect(page.getByText(/certificate for a name with an underscore/)).toBeVisible();
    await field.fill(`https://${host.toUpperCase()}/cart`);
    await field.press("Tab");
    await expect(field).toHaveValue(host);
    await expect(page.getByText(/certificate for a name with an underscore/)).toBeHidden();
  });

  await test.step("what is typed outlasts a reload", async () => {
    await expect(page.getByRole("navigation", { name: "Breadcrumbs" })).toContainText("Put online");
    page.once("dialog", (dialog) => dialog.accept());
    await page.reload();
    await expect(page.getByText(/^Restored what you typed at /)).toBeVisible();
    await expect(page.getByRole("textbox", { name: "Host" })).toHaveValue(host);
    await expectAccessible(page);
  });

  await test.step("the plan is one diff of four checked objects", async () => {
    await page.getByRole("combobox", { name: "Application" }).fill("shop");
    await page.getByRole("combobox", { name: "Application" }).press("Tab");
    await expect(page.getByRole("combobox", { name: "Port" })).toHaveValue("9191");
    await page.getByLabel("Second version").selectOption({ label: "v2" });
    await expect(page.getByText("10% of the requests. The other 90% go to v1.")).toBeVisible();
    const objects = page.getByRole("list", { name: "Objects" }).getByRole("listitem");
    await expect(objects).toHaveText(
      ["Service", "Destination rule", "Gateway", "Virtual service"].map(
        (title) => `${title}shopwill be created`,
      ),
    );
    await expect(
      page.getByText("No check finds a problem, and the cluster accepts the objects."),
    ).toBeVisible();
    await expect(page.getByRole("textbox", { name: "All changes" })).toContainText("kind: Service");
    await expectAccessible(page);
  });

  await test.step("all of it is created, and the gateway's page says what is missing", async () => {
    await page.getByRole("button", { name: "Put online" }).click();
    await expect(page).toHaveURL(/gateways\/shop$/);
    await setNameServersAtRegistrar(page, stage);
    await stage.untilServing("shop");
  });

  await test.step("the application's page leads there too, with nothing left to do", async () => {
    await page.goto(`${cluster}/applications/shop`);
    await page.getByRole("link", { name: "Put online" }).click();
    await expect(page.getByRole("combobox", { name: "Application" })).toHaveValue("shop");
    await page.getByRole("textbox", { name: "Host" }).fill(host);
    await page.getByLabel("Second version").selectOption({ label: "v2" });
    await expect(page.getByText("Everything is already in place.")).toBeVisible();
  });
});
