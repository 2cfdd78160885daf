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
