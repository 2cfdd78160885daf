import type { Page } from "@playwright/test";
import { populate } from "./support/populate";
import type { Stage } from "./support/stage";
import { expect, expectAccessible, test } from "./support/test";

/** What surrounds the fields of a form: the guard for unsaved changes, the YAML view, and questions on saving. */
const cluster = "/virtual-clusters/vamp-demo";

test.beforeAll(async ({ stage }) => populate(stage));

test("Back, a choice in the palette and a reload ask about unsaved changes, from the first key on", async ({
  signedIn: page,
  stage,
}) => {
  await page.goto(`${stage.url}${cluster}/service-entries`);
  await page.getByRole("link", { name: "New service entry" }).click();
  const name = page.getByRole("textbox", { name: "Name" });
  const asked = page.getByRole("dialog", { name: "Leave without saving?" });
  const stay = async () => {
    await asked.getByRole("button", { name: "Cancel" }).click();
    await expect(name).toHaveValue("x");
  };
  await name.focus();
  await page.keyboard.press("x");
  await page.evaluate(() => history.back());
  await expect(asked).toBeVisible();
  await stay();
  await test.step("the palette", async () => {
    await page.keyboard.press("Control+k");
    const palette = page.getByRole("dialog", { name: "Search and commands" });
    await palette.getByRole("combobox").fill("findings");
    await expect(palette.getByRole("option", { selected: true })).toContainText("indings");
    await page.keyboard.press("Enter");
    await expect(asked).toBeVisible();
    await stay();
  });
  await test.step("a reload, where the browser itself asks", async () => {
    const question = page.waitForEvent("dialog");
    await page.evaluate(() => setTimeout(() => location.reload()));
    const dialog = await question;
    expect(dialog.type()).toBe("beforeunload");
    await dialog.dismiss();
    await expect(name).toHaveValue("x");
  });
  await test.step("you can leave anyway", async () => {
    await name.press("Backspace");
    await name.pressSequentially("y");
    await page.evaluate(() => history.back());
    await asked.getByRole("button", { name: "Leave" }).click();
    await expect(page).toHaveURL(/service-entries$/);
  });
});

test.describe("the YAML beside a form", () => {
  test.use({ colorScheme: "dark" });
  test.afterEach(({ page, stage }) => removed(page, stage, `${cluster}/services/written`));

  const text = (port: string) => `apiVersion: v1
kind: Service
metadata:
  name: written
spec:
  sessionAffinity: ClientIP
  selector:
    app: shop
  ports:
    - name: http
      port: ${port}
`;

  test("updates the form, marks its mistakes, completes, and shows the change before saving", async ({
    signedIn: page,
    stage,
  }) => {
    await page.goto(`${stage.url}${cluster}/services/new`);
    await page.getByRole("tab", { name: "YAML" }).click();
    const pane = page.getByRole("region", { name: "YAML" });
    const yaml = pane.getByRole("textbox", { name: /^YAML of Service/ });
    const port = page.getByRole("textbox", { name: "Port", exact: true });

    await yaml.fill(text("9191"));
    await expect(page.getByRole("textbox", { name: "Name" }).first()).toHaveValue("written");
    await expect(port).toHaveValue("9191");
    await expect(page.getByRole("combobox", { name: "Key of selector 1" })).toHaveValue("app");

    await test.step("a mistake is marked at its line, and counts as unsaved", async () => {
      await yaml.fill(text("many"));
      await expect(pane.getByRole("status")).toContainText("Line 11:");
      // The editor moves its gutter one frame after its lines.
      await expect
        .poll(async () => {
          const marker = await pane.locator(".cm-lint-marker-error").boundingBox();
          const line = await pane.getByText("port: many").boundingBox();
          return Math.abs((marker?.y ?? 0) - (line?.y ?? 1000));
        })
        .toBeLessThan(12);
      await expect(port).toHaveValue("9191");
      await expectAccessible(page);
      await page.getByRole("tab", { name: "Checks" }).click();
      await expect(page.getByText("Unsaved changes")).toBeVisible();
      await page.getByRole("tab", { name: "YAML" }).click();
      await expect(yaml).toContainText("port: many");
      await pane.getByRole("button", { name: "Undo typing" }).click();
      await expect(yaml).toContainText("port: 9191");
    });
    await test.step("fields and values are completed", async () => {
      await yaml.fill(`${text("9192")}  ty`);
      await yaml.press("ControlOrMeta+End");
      await yaml.press("Control+Space");
      const offered = page.getByRole("listbox").getByRole("option", { name: "type" });
      await expect(offered).toBeVisible();
      await yaml.press("Escape");
      await yaml.fill(text("9192"));
      await expect(port).toHaveValue("9192");
    });
    await test.step("the change is shown, and saved with the field that the form lacks", async () => {
      await page.getByRole("tab", { name: "Changes" }).click();
      await expect(page.getByRole("textbox", { name: "Changes of written" })).toContainText(
        "sessionAffinity: ClientIP",
      );
      await save(page, "Create service");
      await page.waitForURL(/services\/written$/);
      expect(await stage.api("GET", `${cluster}/services/written`)).toMatchObject({
        object: { spec: { sessionAffinity: "ClientIP", ports: [{ port: 9192 }] } },
      });
    });
  });
});

test.describe("an error that the checks find", () => {
  test.use({ refusals: [422], colorScheme: "dark" });
  test.afterEach(({ page, stage }) => removed(page, stage, `${cluster}/virtual-services/lost`));

  test("is saved only with your consent", async ({ signedIn: page, stage }) => {
    await page.goto(`${stage.url}${cluster}/virtual-services/new?gateway=nowhere&host=lost.test`);
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("lost");
    await page.getByRole("combobox", { name: "Destination", exact: true }).fill("shop");
    await page.getByRole("combobox", { name: "Port", exact: true }).fill("9191");
    const current = () => stage.api("GET", `${cluster}/virtual-services/lost`);
    await page.getByRole("tab", { name: "Checks" }).click();
    await expect(page.getByText(/^Checked against the cluster: \d+ finding/)).toBeVisible();
    await expect(page.getByText(/nothing found/)).toHaveCount(0);
    await save(page, "Create virtual service");
    const dialog = page.getByRole("dialog", { name: "Save with errors?" });
    await expect(dialog).toContainText("IST0101");
    await expectAccessible(page, "dialog[open]");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(current()).rejects.toThrow("404");
    await save(page, "Create virtual service");
    await dialog.getByRole("button", { name: "Save anyway" }).click();
    await page.waitForURL(/virtual-services\/lost$/);
    expect(await current()).toMatchObject({ form: { gateways: ["nowhere"] } });
  });
});

test.describe("a gateway with a dedicated ingress", () => {
  const path = `${cluster}/gateways/several`;
  test.afterEach(async ({ page, stage }) => {
    await removed(page, stage, `${cluster}/virtual-services/several`);
    await removed(page, stage, path);
  });

  test("serves a wildcard next to another Secured Host on its port, and its ingress is removed with it", async ({
    signedIn: page,
    stage,
  }) => {
    const ingresses = async () =>
      (await stage.api<{ items: { name: string; dedicatedTo: unknown }[] }>("GET", "/ingresses")).items;
    await page.goto(`${stage.url}${cluster}/gateways/new`);
    const form = page.locator("form");
    const server = (number: number) => form.getByRole("listitem", { name: `Server ${number}` });
    const securedHost = (number: number) => server(number).getByRole("textbox", { name: "Secured Host" });
    await form.getByRole("textbox", { name: "Name", exact: true }).fill("several");
    await securedHost(1).fill("*.several.democluster.net");
    await securedHost(1).blur();
    await expect(server(1).getByText("_acme-challenge.several.democluster.net")).toBeVisible();
    await form.getByRole("button", { name: "Add server" }).click();
    await securedHost(2).fill("pay.democluster.net");
    await securedHost(2).blur();
    await expect(server(2).getByRole("textbox", { name: "Port" })).toHaveValue("443");
    await form.getByRole("radio", { name: /Dedicated ingress/ }).check();
    await expect(form.getByText("Its name will be several-gateway.")).toBeVisible();
    await save(page, "Create gateway");
    await page.waitForURL(/gateways\/several$/);
    await expect(page.getByText(/through Service istio-system\/several-gateway/).first()).toBeVisible();
    const hosts = ["*.several.democluster.net", "pay.democluster.net"];
    for (const host of hosts)
      await expect(
        page
          .getByText(`No VirtualService has ${host} in its hosts and vamp-demo/several in its gateways.`)
          .first(),
      ).toBeVisible();
    const destination = { destination: "shop", subset: "v1", port: 9191, weight: 100 };
    await stage.api("POST", `${cluster}/virtual-services`, {
      name: "several",
      hosts,
      gateways: ["several"],
      routes: [{ protocol: "http", weights: [destination] }],
    });
    await expect(
      page.getByText("Every name directly below several.democluster.net opens with a certificate"),
    ).toBeVisible();
    const { securedHosts } = await stage.api<{ securedHosts: { host: string; certificate: unknown }[] }>(
      "GET",
      path,
    );
    expect(securedHosts).toMatchObject([
      { host: "*.several.democluster.net", certificate: {} },
      { host: "pay.democluster.net", certificate: {} },
    ]);
    await page.getByRole("button", { name: "Delete gateway" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete gateway several?" });
    await expect(dialog).toContainText("Its ingress several-gateway");
    await dialog.getByRole("textbox").fill("several");
    await dialog.getByRole("button", { name: "Delete gateway" }).click();
    // Not before the end of the grace period.
    await expect
      .poll(async () => (await ingresses()).map(({ name }) => name))
      .toEqual(["istio-ingressgateway"]);
  });
});

async function save(page: Page, button: string) {
  await page.locator("form").getByRole("button", { name: button, exact: true }).click();
}

/** Leaves the page first: it would request the removed object once more. */
async function removed(page: Page, stage: Stage, path: string) {
  await page.goto("about:blank");
  await stage.api("DELETE", path).catch(() => undefined);
}
