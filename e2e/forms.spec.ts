import type { Page } from "@playwright/test";
import { type FormCase, formCases } from "./support/form-cases";
import { patchAsKubectl, populate } from "./support/populate";
import type { Stage } from "./support/stage";
import { expect, expectAccessible, test } from "./support/test";

/** Every form, from a mistake to a deletion; no test leaves anything behind. */
const cluster = "/virtual-clusters/vamp-demo";

const apiPath = ({ segment, apiSegment }: FormCase) => `${cluster}/${apiSegment ?? segment}`;
const read = (stage: Stage, each: FormCase) =>
  stage.api<{ object: unknown }>("GET", `${apiPath(each)}/${each.name}`);
/** The current object, without what the API server adds. */
const saved = async (stage: Stage, each: FormCase) => JSON.stringify((await read(stage, each)).object);

/** The object's page; for a version, the page after saving is the application's. */
function pagesOf({ segment, name }: FormCase) {
  const details =
    segment === "applications"
      ? `${cluster}/applications/orders/versions/${name}`
      : `${cluster}/${segment}/${name}`;
  return { details, edit: `${details}/edit`, saved: segment === "applications" ? /orders$/ : details };
}

async function save(page: Page, button: string) {
  await page.locator("form").getByRole("button", { name: button, exact: true }).click();
}

async function remove(stage: Stage, each: FormCase) {
  await stage.api("DELETE", `${apiPath(each)}/${each.name}`).catch(() => undefined);
}

/** The object's page would request the removed object once more. */
const leave = (page: Page) => page.goto("about:blank");

/** Whether its deletion dialog differs from the usual one; one test each looks at it. */
const hasOwnDialog = ({ segment }: FormCase) => ["services", "gateways", "applications"].includes(segment);

test.beforeAll(async ({ stage }) => populate(stage));

for (const each of formCases) {
  const { title, segment, name } = each;
  const pages = pagesOf(each);

  test.describe(title, () => {
    // A Deployment changes while its pods start; saving then tries again.
    test.use({ refusals: [409] });
    test.afterEach(async ({ page, stage }) => {
      await leave(page);
      await remove(stage, each);
    });

    test("is created after its mistake is shown at its field, edited, and deleted", async ({
      signedIn: page,
      stage,
    }) => {
      const form = page.locator("form");
      await test.step("a mistake is reported at its field, which gets the focus", async () => {
        await page.goto(`${stage.url}${cluster}/${segment}/new`);
        await each.fill(form);
        await each.field(form).fill(each.wrong.text);
        await each.field(form).blur();
        await save(page, each.create);
        await expect(each.field(form)).toBeFocused();
        await expect(each.field(form)).toHaveAttribute("aria-invalid", "true");
        await expect(each.field(form)).toHaveAccessibleDescription(each.wrong.message);
        await expectAccessible(page);
        await expect(read(stage, each)).rejects.toThrow("404");
      });
      await test.step("once corrected, it is created", async () => {
        await each.field(form).fill(each.right);
        await each.field(form).blur();
        await expect(each.field(form)).not.toHaveAttribute("aria-invalid");
        await save(page, each.create);
        await page.waitForURL(new RegExp(`/${segment}/orders$`));
        expect(await saved(stage, each)).toContain(each.right);
      });
      await test.step("an edit of an object that has changed meanwhile is saved after you agree", async () => {
        const { apiVersion, kind, patch } = each;
        if (patch) await patchAsKubectl(stage, { apiVersion, kind, name }, { spec: patch(each.theirs) });
        await page.goto(`${stage.url}${pages.edit}`);
        await expect(each.field(form)).toHaveValue(patch ? each.theirs : each.right);
        await each.field(form).fill(each.mine);
        await each.field(form).blur();
        await save(page, "Save changes");
        if (patch) {
          const takeOver = page.getByRole("dialog", { name: "Take over fields of others?" });
          await expect(takeOver).toContainText("is owned by kubectl-edit");
          await takeOver.getByRole("button", { name: "Take over and save" }).click();
        }
        await page.waitForURL(new RegExp(`/${segment}/orders$`));
        const text = await saved(stage, each);
        expect(text).toContain(each.mine);
        expect(text).not.toContain(each.right);
      });
      await test.step("it is deleted once you confirm", async () => {
        await page.goto(`${stage.url}${pages.details}`);
        await page.getByRole("button", { name: /^Delete/ }).click();
        const dialog = page.getByRole("dialog");
        await expect(dialog.getByRole("heading")).toHaveText(/orders/);
        if (hasOwnDialog(each)) await expectAccessible(page, "dialog[open]");
        if (segment === "applications") await dialog.getByRole("textbox").fill(name);
        await dialog.getByRole("button", { name: /^Delete/ }).click();
        await page.waitForURL(new RegExp(`/${segment}$`));
        // Leaving the panel ends the undo period; the request goes out as the page closes.
        await page.goto(`${stage.url}/events`);
        await expect(async () => expect(read(stage, each)).rejects.toThrow("404")).toPass();
      });
    });

    test("shows both sides of two simultaneous edits and loses neither", async ({
      signedIn: page,
      stage,
    }) => {
      await stage.api("POST", apiPath(each), each.body(each.right));
      await page.goto(`${stage.url}${pages.edit}`);
      const form = page.locator("form");
      await each.field(form).fill(each.mine);
      await each.field(form).blur();
      await form.getByRole("button", { name: "Add metadata" }).click();
      await form.getByLabel("Key of metadata 1").fill("reviewer");
      await form.getByRole("textbox", { name: "Value of metadata 1" }).fill("me");
      const theirs = { ...each.body(each.theirs), labels: { team: "them" } };
      await stage.api("PUT", `${apiPath(each)}/${name}`, theirs);
      await save(page, "Save changes");
      const dialog = page.getByRole("dialog", { name: "Another user changed this in the meantime" });
      await expect(dialog.getByText("Keep mine")).toBeVisible();
      await expect(dialog).toContainText(each.mine);
      await expect(dialog).toContainText(each.theirs);
      if (each === formCases[0]) await expectAccessible(page, "dialog[open]");
      await dialog.getByText("Take theirs").click();
      await dialog.getByRole("button", { name: "Save both" }).click();
      await page.waitForURL(new RegExp(`/${segment}/orders$`));
      const text = await saved(stage, each);
      expect(text).toContain(each.theirs);
      expect(text).not.toContain(each.mine);
      expect(text).toContain('"team":"them"');
      expect(text).toContain('"lamia.dev/reviewer":"me"');
    });
  });
}

test.describe("changes by others", () => {
  const [service, rule] = formCases as [FormCase, FormCase];
  test.use({ refusals: [409] });
  test.afterEach(async ({ page, stage }) => {
    await leave(page);
    await remove(stage, service);
    await remove(stage, rule);
  });

  test("are announced while you edit, and taken over only when you say so", async ({
    signedIn: page,
    stage,
  }) => {
    await stage.api("POST", apiPath(service), service.body("9001"));
    await page.goto(`${stage.url}${pagesOf(service).edit}`);
    const form = page.locator("form");
    await form.getByRole("textbox", { name: "Value of selector 1" }).fill("mine");
    await patchAsKubectl(
      stage,
      { apiVersion: "v1", kind: "Service", name: "orders" },
      { metadata: { labels: { team: "them" } }, spec: { selector: { app: "theirs" } } },
    );
    await page.getByRole("button", { name: "Show both sides" }).click();
    const both = page.getByRole("dialog", { name: "Another user changed this in the meantime" });
    await expect(both).toContainText("theirs");
    await both.getByRole("button", { name: "Save both" }).click();
    const takeOver = page.getByRole("dialog", { name: "Take over fields of others?" });
    await expect(takeOver).toContainText("kubectl-edit");
    await expectAccessible(page, "dialog[open]");
    expect(await saved(stage, service)).toContain("theirs");
    await takeOver.getByRole("button", { name: "Take over and save" }).click();
    await page.waitForURL(/services\/orders$/);
    const text = await saved(stage, service);
    expect(text).toContain('"app":"mine"');
    expect(text).toContain('"team":"them"');
  });

  test("survive an edit when no form has a field for them", async ({ signedIn: page, stage }) => {
    await stage.api("POST", apiPath(rule), rule.body("one"));
    const trafficPolicy = { loadBalancer: { simple: "LEAST_REQUEST" } };
    await patchAsKubectl(
      stage,
      { apiVersion: "networking.istio.io/v1", kind: "DestinationRule", name: "orders" },
      { spec: { trafficPolicy } },
    );
    await page.goto(`${stage.url}${pagesOf(rule).edit}`);
    await expect(page.getByText("kubectl-edit also manages fields of this object")).toBeVisible();
    await rule.field(page.locator("form")).fill("mine");
    await save(page, "Save changes");
    await page.waitForURL(/destination-rules\/orders$/);
    expect((await read(stage, rule)).object).toMatchObject({
      spec: { trafficPolicy, subsets: [{ name: "mine" }] },
    });
  });

  test("a deletion can be undone, even under an open dialog", async ({ signedIn: page, stage }) => {
    await stage.api("POST", apiPath(service), service.body("9001"));
    await page.goto(`${stage.url}${pagesOf(service).details}`);
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete service" }).click();
    await expect(page.getByRole("link", { name: "orders" })).toBeHidden();
    // Notifications in the corner stay clickable while a dialog is open.
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog", { name: "Search and commands" })).toBeVisible();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("link", { name: "orders" })).toBeVisible();
    await page.goto(`${stage.url}${pagesOf(service).details}`);
    await expect(page.getByRole("heading", { name: "orders", level: 1 })).toBeVisible();
  });
});
