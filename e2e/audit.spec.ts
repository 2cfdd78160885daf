import { expect, expectAccessible, test } from "./support/test";

test.describe.configure({ mode: "serial" });

const entries = "/virtual-clusters/vamp-demo/service-entries";
const form = (host: string) => ({
  name: "partner",
  hosts: [host],
  ports: [{ port: 443, protocol: "TLS" }],
  location: "MESH_EXTERNAL",
  resolution: "DNS",
});

test("the history of an object shows who changed what, and returns to a version in one click", async ({
  signedIn: page,
  stage,
}) => {
  await stage.api("POST", entries, form("one.example.com"));
  const { resourceVersion } = await stage.api<{ resourceVersion: string }>("GET", `${entries}/partner`);
  await stage.api("PUT", `${entries}/partner?resourceVersion=${resourceVersion}`, form("two.example.com"));
  await page.goto(`${stage.url}${entries}/partner?tab=history`);
  const versions = page.getByRole("list", { name: "History of partner" }).getByRole("listitem");
  await expect(versions).toHaveCount(2);
  await expect(versions.first()).toContainText("Changed");
  await expect(versions.first()).toContainText("spec.hosts");
  await versions
    .last()
    .getByRole("button", { name: /^Show entry/ })
    .click();
  await expect(versions.last()).toContainText("one.example.com");
  await expectAccessible(page);
  await versions.last().getByRole("button", { name: "Return to this version" }).click();
  const dialog = page.getByRole("dialog", { name: "Return ServiceEntry partner to an earlier version?" });
  await expect(dialog).toContainText("two.example.com");
  await expectAccessible(page, "dialog[open]");
  await dialog.getByRole("button", { name: "Return", exact: true }).click();
  await expect(versions).toHaveCount(3);
  const now = await stage.api<{ form: { hosts: string[] } }>("GET", `${entries}/partner`);
  expect(now.form.hosts).toEqual(["one.example.com"]);
});

test("the audit lists everything, is filtered, verifies, and brings back what was deleted", async ({
  signedIn: page,
  stage,
}) => {
  await stage.api("DELETE", `${entries}/partner`);
  await page.goto(`${stage.url}/audit`);
  await expect(page.getByRole("heading", { name: "Audit" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page.getByText("The audit is complete")).toBeVisible();
  await page.goto(`${stage.url}/audit?action=object.deleted&vc=vamp-demo`);
  await page.getByRole("button", { name: /Show entry .*ServiceEntry partner/ }).click();
  await page.getByRole("button", { name: "Bring it back" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Bring back" }).click();
  await expect(async () => {
    await stage.api("GET", `${entries}/partner`);
  }).toPass();
});

test("the metadata of a virtual cluster have a history, hide secret values, and return in one click", async ({
  signedIn: page,
  stage,
}) => {
  const metadata = "/virtual-clusters/vamp-demo/metadata";
  await stage.api("PATCH", metadata, { team: "one", webhook_secret: "sixteen letters at least" });
  await stage.api("PATCH", metadata, { team: "two" });
  await page.goto(`${stage.url}${metadata}`);
  await page.getByRole("link", { name: "History" }).click();
  const versions = page.getByRole("list", { name: "History of vamp-demo" }).getByRole("listitem");
  await expect(versions.first()).toContainText("metadata.annotations");
  const secrets = page.getByRole("region", { name: "Secret values" });
  await secrets
    .getByRole("button", { name: /^Show entry/ })
    .first()
    .click();
  await expect(secrets).toContainText("24 bytes, hidden");
  await expect(secrets).not.toContainText("sixteen letters");
  await expectAccessible(page);
  await versions
    .nth(1)
    .getByRole("button", { name: /^Show entry/ })
    .click();
  await versions.nth(1).getByRole("button", { name: "Return to this version" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Secret values are in no version");
  await expect(dialog).toContainText("lamia.dev/team: one");
  await expectAccessible(page, "dialog[open]");
  await dialog.getByRole("button", { name: "Return", exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(async () => {
    const { items } = await stage.api<{ items: { key: string; value: string }[] }>("GET", metadata);
    expect(items.find(({ key }) => key === "team")?.value).toBe("one");
  }).toPass();
});

test("a return asks apart for the fields of others, and for the findings that it causes", async ({
  signedIn: page,
  stage,
}) => {
  const { resourceVersion } = await stage.api<{ resourceVersion: string }>("GET", `${entries}/partner`);
  await stage.api("PUT", `${entries}/partner?resourceVersion=${resourceVersion}`, form("five.example.com"));
  const object = { kind: "ServiceEntry", namespace: "vamp-demo", name: "partner" };
  const finding = { code: "IST0101", check: "made-up", severity: "error", object, path: [], formPath: [] };
  const owned = { path: ["spec", "hosts"], objectPath: ["spec", "hosts"], manager: "argocd" };
  await page.route("**/versions/*/review*", async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    json.refusals = [{ ...owned, message: "Managed by argocd." }];
    json.findings = [{ ...finding, message: "A host is gone.", remedy: "Bring it back." }];
    await route.fulfill({ response, json });
  });
  const sent: unknown[] = [];
  await page.route("**/versions/*/return*", async (route) => {
    sent.push(route.request().postDataJSON());
    await route.continue();
  });
  await page.goto(`${stage.url}${entries}/partner?tab=history`);
  const versions = page.getByRole("list", { name: "History of partner" }).getByRole("listitem");
  await versions
    .last()
    .getByRole("button", { name: /^Show entry/ })
    .click();
  await versions.last().getByRole("button", { name: "Return to this version" }).click();
  const dialog = page.getByRole("dialog");
  const confirm = dialog.getByRole("button", { name: "Return", exact: true });
  const [takeOver, despite] = [
    dialog.getByLabel(/Take these fields over/),
    dialog.getByLabel(/although it causes/),
  ];
  await expect(confirm).toBeDisabled();
  await takeOver.check();
  await expect(confirm).toBeDisabled();
  await despite.check();
  await expectAccessible(page, "dialog[open]");
  await takeOver.uncheck();
  await expect(confirm).toBeDisabled();
  await takeOver.check();
  await confirm.click();
  await expect(dialog).toHaveCount(0);
  expect(sent).toMatchObject([{ force: true, ignoreFindings: true }]);
});
