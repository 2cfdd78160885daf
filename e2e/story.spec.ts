import { readFileSync } from "node:fs";
import { connect } from "node:tls";
import type { Page } from "@playwright/test";
import { setNameServersAtRegistrar } from "./support/registrar";
import { databaseDump, keyMaterial, leaksIn } from "./support/secrets";
import { expect, expectAccessible, test } from "./support/test";
import { canTrust, openTrustingBrowser } from "./support/trusting-browser";

/** By hand from an empty panel to a site that a browser trusts, like the README; then a search for secrets. */
test.describe.configure({ mode: "serial" });

const host = "shop.democluster.net";
/** Everything that browsers received in this file: API responses and page sources. */
const received: string[] = [];

function record(page: Page): void {
  page.on("response", async (response) => {
    const type = response.headers()["content-type"] ?? "";
    if (!/json|html|event-stream|x-component/.test(type) || type.includes("event-stream")) return;
    received.push(await response.text().catch(() => ""));
  });
}

test.beforeEach(({ page }) => record(page));
test.afterEach(async ({ page }) => {
  received.push(await page.content().catch(() => ""));
});

test("a stranger is asked for the token, and gets in with it", async ({ page, stage }) => {
  await page.goto(`${stage.url}/virtual-clusters`);
  await expect(page).toHaveURL(/sign-in/);
  await expectAccessible(page);
  await page.getByLabel("API token").fill("not the token");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("This isn’t the server’s token.")).toBeVisible();
  await page.getByLabel("API token").fill(stage.token);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("link", { name: "vamp-demo" })).toBeVisible();
});

test("the virtual cluster gets its Google project and key", async ({ signedIn: page, stage }) => {
  const key = readFileSync(stage.sandbox.googleServiceAccountFile, "utf8");
  const { project_id: project, client_email: account } = JSON.parse(key) as Record<string, string>;
  await page.goto(`${stage.url}/virtual-clusters/vamp-demo/metadata`);
  await page.getByLabel("Google project").fill(project ?? "");
  await page.locator("input[type=file]").setInputFiles(stage.sandbox.googleServiceAccountFile);
  await expect(page.getByText(account ?? "")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save metadata" }).click();
  await expect(page.getByText("All changes are saved.")).toBeVisible();
  await page.reload();
  await expect(page.getByText(account ?? "")).toBeVisible();
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await expect(page.getByText(/zone/i).first()).toBeVisible();
});

test("the forms create the service, the rule, the gateway and the virtual service", async ({
  signedIn: page,
  stage,
}) => {
  const form = page.locator("form");
  const fill = async (role: "textbox" | "combobox", name: string, text: string) => {
    await form.getByRole(role, { name, exact: true }).first().fill(text);
    await page.keyboard.press("Tab");
  };
  const press = (name: string) => form.getByRole("button", { name, exact: true }).click();
  const open = (segment: string) => page.goto(`${stage.url}/virtual-clusters/vamp-demo/${segment}/new`);

  await test.step("a service, from a running workload", async () => {
    await open("services");
    await press("app=shop");
    await expect(form.getByRole("textbox", { name: "Name", exact: true }).first()).toHaveValue("shop");
    await press("9191");
    await press("Create service");
    await expect(page).toHaveURL(/services\/shop$/);
  });
  await test.step("a destination rule with a subset for each version", async () => {
    await open("destination-rules");
    await fill("combobox", "Service", "shop");
    await press("one for each");
    await press("Create destination rule");
    await expect(page).toHaveURL(/destination-rules\/shop$/);
  });
  await test.step("a gateway with its Secured Host", async () => {
    await open("gateways");
    await fill("textbox", "Name", "shop");
    await fill("textbox", "Secured Host", host);
    await expect(page.getByText(`_acme-challenge.${host}`)).toBeVisible();
    await press("Create gateway");
    await expect(page).toHaveURL(/gateways\/shop$/);
  });
  await test.step("a virtual service that leads there", async () => {
    await open("virtual-services");
    await fill("textbox", "Name", "shop");
    await fill("combobox", "Host 1", host);
    await press("Add gateway");
    await fill("combobox", "Gateway 1", "shop");
    await fill("combobox", "Destination", "shop");
    await fill("combobox", "Port", "9191");
    await fill("combobox", "Subset", "v1");
    await expect(page.getByText(/nothing found. The API server accepts it/)).toBeVisible();
    await press("Create virtual service");
    await expect(page).toHaveURL(/virtual-services\/shop$/);
  });
});

test("the name servers of the details page, once set at the registrar, make it serve", async ({
  signedIn: page,
  stage,
}) => {
  await page.goto(`${stage.url}/virtual-clusters/vamp-demo/gateways/shop`);
  await expect(page.getByText("missing at the .net registry").first()).toBeVisible();
  await expectAccessible(page);
  await setNameServersAtRegistrar(page, stage);
  await expect(page.getByText(/opens with a certificate from .+, which browsers don’t trust/)).toBeVisible();
  expect((await stage.counts()).certificatesIssued).toBe(1);
  await expectAccessible(page);
});

test("whoever trusts the CA's root trusts the site's certificate", async ({ stage }) => {
  const { acme, ingress } = stage.sandbox;
  const authorized = await new Promise<boolean>((resolve, reject) => {
    const socket = connect(
      {
        host: ingress.address,
        port: ingress.ports["443"],
        servername: host,
        ca: readFileSync(acme.rootCertificate),
      },
      () => {
        resolve(socket.authorized);
        socket.destroy();
      },
    );
    socket.once("error", reject);
  });
  expect(authorized).toBe(true);
});

test("a browser opens the shop without a warning", async ({ stage }, info) => {
  test.skip(!canTrust(), "certutil (libnss3-tools) is not installed");
  const { executablePath, args = [] } = info.project.use.launchOptions ?? {};
  const browser = await openTrustingBrowser(stage.sandbox, [host], {
    args,
    ...(executablePath ? { executablePath } : {}),
  });
  try {
    const page = await browser.context.newPage();
    const response = await page.goto(`https://${host}/`);
    expect(response?.status()).toBe(200);
    expect((await response?.securityDetails())?.issuer).toContain("Lamia Sandbox");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  } finally {
    await browser.close();
  }
});

test("no private key is in what browsers received, in the output, or in the database", async ({ stage }) => {
  const lines = await keyMaterial(stage);
  expect(received.length).toBeGreaterThan(10);
  expect(leaksIn(received.join("\n"), lines), "in answers and pages").toEqual([]);
  await stage.stopPanel();
  expect(leaksIn(stage.output.join("\n"), lines), "in the logs").toEqual([]);
  const dump = await databaseDump(stage);
  expect(dump).toContain(host);
  expect(leaksIn(dump, lines), "in the database").toEqual([]);
});
