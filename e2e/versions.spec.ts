import type { Page } from "@playwright/test";
import { patchAsKubectl } from "./support/populate";
import type { Stage } from "./support/stage";
import { expect, expectAccessible, test } from "./support/test";

/**
 * A version of an application beyond its form: YAML, checks, changes, and the questions on saving the whole object.
 */
const cluster = "/virtual-clusters/vamp-demo";
const deployment = `${cluster}/deployments/orders-v1`;
const edit = `${cluster}/applications/orders/versions/orders-v1/edit`;

interface Read {
  object: { spec: { minReadySeconds?: number; replicas: number } };
  form: { image: string; replicas: number };
}
const read = (stage: Stage) => stage.api<Read>("GET", deployment);
const form = (changes: object = {}) => ({
  name: "orders-v1",
  app: "orders",
  version: "v1",
  image: "acme/orders:1",
  replicas: 1,
  ...changes,
});

/** The Deployment as somebody would write it, with these lines in its spec. */
const text = (lines: string, version = "v1") => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: orders-v1
  labels:
    app: orders
    deployment: orders-v1
    version: ${version}
    app.kubernetes.io/managed-by: lamia
spec:
${lines}
  selector:
    matchLabels:
      app: orders
      deployment: orders-v1
  template:
    metadata:
      labels:
        app: orders
        deployment: orders-v1
        version: ${version}
    spec:
      containers:
        - name: orders
          image: acme/orders:1
`;

const paneOf = (page: Page) => page.getByRole("region", { name: "YAML" });
const yamlOf = (page: Page) => paneOf(page).getByRole("textbox", { name: /^YAML of Deployment/ });
const open = (page: Page, tab: string) => page.getByRole("tab", { name: tab }).click();
const save = (page: Page, button: string) =>
  page.locator("form").getByRole("button", { name: button, exact: true }).click();

test.afterEach(async ({ page, stage }) => {
  // The application's page would request it once more as it closes.
  await page.goto("about:blank");
  for (const path of [deployment, `${cluster}/services/orders`])
    await stage.api("DELETE", path).catch(() => undefined);
});

test.describe("a version created in the form", () => {
  // The cluster writes the status of a Deployment at any time: a save that conflicts with that is merged after a
  // 409.
  test.use({ colorScheme: "dark", refusals: [409] });

  test("is edited as YAML: mistakes and the cluster's errors at their lines, checks at the field, the change, the save", async ({
    signedIn: page,
    stage,
  }) => {
    await test.step("the form is shown as YAML and reviewed before it is created", async () => {
      await page.goto(`${stage.url}${cluster}/applications/new`);
      await page.getByRole("textbox", { name: "Application" }).fill("orders");
      await page.getByRole("textbox", { name: "Version", exact: true }).fill("v1");
      await page.getByRole("textbox", { name: "Image" }).fill("acme/orders:1");
      await expect(page.getByText("Checked against the cluster: nothing found")).toBeVisible();
      await open(page, "YAML");
      await expect(yamlOf(page)).toContainText("app.kubernetes.io/managed-by: lamia");
      await save(page, "Create version");
      await page.waitForURL(/applications\/orders$/);
    });
    await stage.api("POST", `${cluster}/services`, {
      name: "orders",
      selector: { app: "orders", version: "v1" },
      ports: [{ port: 80, name: "http" }],
    });
    await page.goto(`${stage.url}${edit}`);
    const image = page.getByRole("textbox", { name: "Image" });
    await expect(image).toHaveValue("acme/orders:1");
    await expect(page.getByText("Unsaved changes")).toBeHidden();
    await open(page, "YAML");
    await test.step("a mistake is reported at its line, and the form keeps the last valid text", async () => {
      await yamlOf(page).fill(text("  replicas: two"));
      await expect(paneOf(page).getByRole("status")).toContainText("Line 11:");
      await yamlOf(page).fill(
        text("  replicas: 2").replace("deployment: orders-v1\n        version", "version"),
      );
      await expect(paneOf(page).getByRole("status")).toContainText(
        "The pods need the label deployment=orders-v1",
      );
      await expectAccessible(page);
      await expect(page.getByRole("textbox", { name: "Replicas" })).toHaveValue("1");
    });
    await test.step("a field that the cluster doesn't know is marked at its line", async () => {
      await yamlOf(page).fill(text("  replicas: 2\n  minReadySecond: 5"));
      await expect(page.getByRole("textbox", { name: "Replicas" })).toHaveValue("2");
      await expect(paneOf(page).getByRole("status")).toContainText(
        "Line 12: The API server doesn’t know this field.",
      );
      await expect(paneOf(page).locator(".cm-lint-marker-error")).toBeVisible();
    });
    await test.step("a label's effect on a service is reported at the form's field", async () => {
      await yamlOf(page).fill(text("  minReadySeconds: 5", "v2"));
      await expect(page.getByRole("textbox", { name: "Version", exact: true })).toHaveValue("v2");
      await open(page, "Checks");
      await expect(page.getByText("LAM0112")).toBeVisible();
      const field = page.locator('[data-field="version"]');
      await expect(field.getByText(/Service orders would no longer have any pods/)).toBeVisible();
      await page.getByRole("button", { name: "Show field" }).click();
      await expect(field.getByRole("textbox")).toBeFocused();
      await field.getByRole("textbox").fill("v1");
      await expect(page.getByText("Checked against the cluster: nothing found")).toBeVisible();
    });
    await test.step("the change is shown, and saved with the field that the form lacks", async () => {
      await open(page, "Changes");
      await expect(page.getByRole("textbox", { name: "Changes of orders-v1" })).toContainText(
        "minReadySeconds: 5",
      );
      await save(page, "Save changes");
      await page.waitForURL(/applications\/orders$/);
      expect((await read(stage)).object.spec.minReadySeconds).toBe(5);
    });
  });
});

test.describe("a version as a whole object", () => {
  test.use({ refusals: [409] });

  test("is merged with somebody else's later change, and takes over foreign fields when you say so", async ({
    signedIn: page,
    stage,
  }) => {
    await stage.api("POST", `${cluster}/deployments`, form());
    await patchAsKubectl(
      stage,
      { apiVersion: "apps/v1", kind: "Deployment", name: "orders-v1" },
      { spec: { minReadySeconds: 7 } },
    );
    await page.goto(`${stage.url}${edit}`);
    await expect(page.getByText("kubectl-edit also manages fields of this object")).toBeVisible();
    await open(page, "YAML");
    await yamlOf(page).fill(text("  minReadySeconds: 9\n  replicas: 3"));
    await expect(page.getByRole("textbox", { name: "Replicas" })).toHaveValue("3");
    await open(page, "Checks");
    await expect(page.getByText("Your changes touch fields of other field managers")).toBeVisible();
    await stage.api("PUT", deployment, form({ image: "acme/orders:theirs", replicas: 2 }));
    await save(page, "Save changes");
    const both = page.getByRole("dialog", { name: "Another user changed this in the meantime" });
    await expect(both.getByText("Keep mine")).toBeVisible();
    await both.getByText("Take theirs").click();
    await both.getByRole("button", { name: "Save both" }).click();
    const takeOver = page.getByRole("dialog", { name: "Take over fields of others?" });
    await expect(takeOver).toContainText("spec.minReadySeconds is owned by kubectl-edit");
    await takeOver.getByRole("button", { name: "Take over and save" }).click();
    await page.waitForURL(/applications\/orders$/);
    expect(await read(stage)).toMatchObject({
      object: { spec: { minReadySeconds: 9 } },
      form: { image: "acme/orders:theirs", replicas: 2 },
    });
  });

  test("of somebody else is edited in YAML, and its image and replicas in the form", async ({
    signedIn: page,
    stage,
  }) => {
    const foreign = text("  replicas: 1").replace("    app.kubernetes.io/managed-by: lamia\n", "");
    await stage.api("POST", `${cluster}/import`, { text: foreign, apply: true });
    await page.goto(`${stage.url}${edit}`);
    await expect(page.getByText("Lamia didn’t create this Deployment")).toBeVisible();
    await expect(page.getByRole("button", { name: "Add variable" })).toBeHidden();
    await open(page, "YAML");
    await yamlOf(page).fill(foreign.replace("replicas: 1", "replicas: 1\n  minReadySeconds: 4"));
    await page.getByRole("textbox", { name: "Image" }).fill("acme/orders:2");
    await expect(yamlOf(page)).toContainText("image: acme/orders:2");
    await expect(yamlOf(page)).toContainText("minReadySeconds: 4");
    await page.locator("form").getByRole("link", { name: "Cancel" }).click();
    const asked = page.getByRole("dialog", { name: "Leave without saving?" });
    await asked.getByRole("button", { name: "Cancel" }).click();
    await save(page, "Save changes");
    await page.waitForURL(/applications\/orders$/);
    expect(await read(stage)).toMatchObject({
      object: { spec: { minReadySeconds: 4 } },
      form: { image: "acme/orders:2" },
    });
  });
});
