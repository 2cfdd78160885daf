import type { Page, Route } from "@playwright/test";
import { atRest } from "./support/at-rest";
import { formCases } from "./support/form-cases";
import { populate } from "./support/populate";
import type { Stage } from "./support/stage";
import { expect, expectAccessible, test } from "./support/test";

/** No rejection is hidden: what a form says before, during and after saving, and when. */
const cluster = "/virtual-clusters/vamp-demo";
const away = {
  type: "urn:lamia:cluster-unreachable",
  title: "The cluster does not answer",
  status: 503,
  detail: "The API server did not answer within 10 seconds.",
};
const answer = (problem: { status: number }) => (route: Route) =>
  route.fulfill({ status: problem.status, contentType: "application/problem+json", json: problem });

test.beforeAll(async ({ stage }) => populate(stage));

async function newServiceEntry(page: Page, stage: Stage) {
  const entry = formCases.find(({ segment }) => segment === "service-entries");
  if (!entry) throw new Error("There is no case for service entries.");
  await page.goto(`${stage.url}${cluster}/service-entries/new`);
  const form = page.locator("form");
  await entry.fill(form);
  await entry.field(form).fill(entry.right);
  await entry.field(form).blur();
  return {
    form,
    name: form.getByRole("textbox", { name: "Name" }),
    create: form.getByRole("button", { name: entry.create }),
  };
}

test("a field is marked once you leave it, doesn't show its example as its value, and loses its mark with the cause", async ({
  signedIn: page,
  stage,
}) => {
  await page.goto(`${stage.url}${cluster}/gateways/new`);
  const form = page.locator("form");
  const name = form.getByRole("textbox", { name: "Name" });
  const secured = form.getByRole("textbox", { name: "Secured Host" });
  const host = form.getByRole("combobox", { name: "Host 1", exact: true });
  await expect(secured).toHaveAttribute("placeholder", "for example shop.example.com");

  await name.pressSequentially("Not a name");
  // Longer than the form waits after the last key.
  await page.waitForTimeout(1_000);
  await expect(name).not.toHaveAttribute("aria-invalid");
  await name.blur();
  await expect(name).toHaveAttribute("aria-invalid", "true");
  await name.fill("marks");
  await expect(name).not.toHaveAttribute("aria-invalid");

  await secured.fill("a.marks.democluster.net");
  await secured.blur();
  await host.fill("b.marks.democluster.net");
  await host.blur();
  await expect(secured).toHaveAccessibleDescription(/is not among this server’s hosts/);
  await host.fill("a.marks.democluster.net");
  await expect(secured).not.toHaveAttribute("aria-invalid");
  await page.goto("about:blank");
});

test.describe("a save without an answer from the cluster", () => {
  test.use({ refusals: [409, 503] });

  test("is reported in the footer, visible and focused, until something changes", async ({
    signedIn: page,
    stage,
  }) => {
    const { form, name, create } = await newServiceEntry(page, stage);
    await page.route(`**${cluster}/service-entries*`, answer(away));
    await create.click();
    const refusal = form.locator("[data-refusal]");
    await expect(refusal).toBeFocused();
    await expect(refusal).toBeInViewport({ ratio: 1 });
    await expect(refusal.getByRole("alert")).toContainText(away.detail);
    await expectAccessible(page);
    await name.fill("others");
    await expect(refusal).toHaveCount(0);
    await page.goto("about:blank");
  });

  test("can be abandoned after ten seconds, and is reported if it succeeds after all", async ({
    signedIn: page,
    stage,
  }) => {
    const { form, create } = await newServiceEntry(page, stage);
    const letGo = Promise.withResolvers<void>();
    await page.route(`**${cluster}/service-entries*`, async (route) => {
      if (route.request().method() === "POST") await letGo.promise;
      await route.continue();
    });
    await create.click();
    await expect(form.getByText("Saving…")).toBeVisible();
    await expect(form.getByText("Still waiting for the cluster…")).toBeVisible();
    await form.getByRole("button", { name: "Stop waiting" }).click();
    await expect(form.locator("[data-refusal]")).toBeFocused();
    await expect(form.locator("[data-refusal]")).toContainText("The cluster may still save your changes.");
    letGo.resolve();
    await expect(page.getByText("Service entry orders was saved after all")).toBeVisible();
    await expect(form.locator("[data-refusal]")).toHaveCount(0);
    await page.goto("about:blank");
    await stage.api("DELETE", `${cluster}/service-entries/orders`);
  });

  test("keeps the dialog that it answered open, with the reason in it", async ({ signedIn: page, stage }) => {
    const owned = {
      type: "urn:lamia:conflict",
      title: "Another user changed this in the meantime",
      status: 409,
      detail: "Others wrote fields that this changes.",
      errors: [{ path: ["spec", "hosts"], message: "is written by kubectl", manager: "kubectl" }],
    };
    await page.goto(`${stage.url}${cluster}/service-entries/payments/edit`);
    await page.route(`**${cluster}/service-entries/payments?*`, (route) =>
      answer(route.request().url().includes("force=true") ? away : owned)(route),
    );
    await page.locator("form").getByRole("button", { name: "Save changes" }).click();
    const dialog = page.getByRole("dialog", { name: "Take over fields of others?" });
    await dialog.getByRole("button", { name: "Take over and save" }).click();
    await expect(dialog.getByRole("alert")).toContainText(away.detail);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(dialog).toBeHidden();
  });

  test("keeps a deletion's dialog open, and the next try closes it", async ({ signedIn: page, stage }) => {
    await stage.api("POST", `${cluster}/gateways`, {
      name: "short",
      servers: [{ hosts: ["short.test"], port: 80, protocol: "HTTP" }],
    });
    await page.goto(`${stage.url}${cluster}/gateways/short`);
    await page.route(`**${cluster}/gateways/short`, (route) =>
      route.request().method() === "DELETE" ? answer(away)(route) : route.continue(),
    );
    await page.getByRole("button", { name: "Delete" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete gateway short?" });
    await dialog.getByRole("button", { name: "Delete gateway" }).click();
    await expect(dialog.getByRole("alert")).toContainText(away.detail);
    await page.unrouteAll();
    await dialog.getByRole("button", { name: "Delete gateway" }).click();
    await expect(dialog).toHaveCount(0);
  });
});

test("a list below a field says how many options it has, or that it has none", async ({
  signedIn: page,
  stage,
}) => {
  await page.goto(`${stage.url}${cluster}/destination-rules/new`);
  const field = page.locator("form").getByRole("combobox", { name: "Service" });
  const said = field.locator("xpath=..").getByRole("status");
  await field.click();
  await expect(said).toHaveText(/^\d+ options?$/);
  await field.fill("no such service anywhere");
  await expect(said).toContainText("Not in this virtual cluster");
  await field.press("Escape");
  await expect(said).toHaveText("");
  await page.goto("about:blank");
});

test.describe("typed input", () => {
  const described = (page: Page) => page.locator("form").getByText(/^Restored what you typed at \d\d:\d\d$/);
  const drafts = (page: Page) =>
    page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith("lamia-draft:")));

  test("survives leaving and a reload, and leaves no trace once you discard it", async ({
    signedIn: page,
    stage,
  }) => {
    const { form, name } = await newServiceEntry(page, stage);
    await form.getByRole("link", { name: "Cancel" }).click();
    const asked = page.getByRole("dialog", { name: "Leave without saving?" });
    await expect(asked).toContainText("This tab keeps them");
    await asked.getByRole("button", { name: "Leave" }).click();
    await expect(page).toHaveURL(/service-entries$/);
    // A step back is lost while the page that has just come is not at rest yet.
    await expect(page.getByRole("heading", { level: 1, name: "Service entries" })).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    await atRest(page);
    await page.goBack({ waitUntil: "commit" });
    await expect(described(page)).toBeVisible();
    await expect(name).toHaveValue("orders");
    await expectAccessible(page);

    page.once("dialog", (dialog) => dialog.accept());
    await page.reload();
    await expect(name).toHaveValue("orders");
    await page.evaluate(() => {
      const { setItem } = Storage.prototype;
      Storage.prototype.setItem = function (key, value) {
        document.body.dataset.kept = key;
        setItem.call(this, key, value);
      };
    });
    // Before and after, longer than the form waits after a change.
    await page.waitForTimeout(1_000);
    await form.getByRole("button", { name: "Discard" }).click();
    await expect(name).toHaveValue("");
    await expect(described(page)).toHaveCount(0);
    await page.waitForTimeout(1_000);
    await expect(page.locator("body")).not.toHaveAttribute("data-kept");
    expect(await drafts(page)).toEqual([]);
  });

  test("is applied on top of the object's newer version, and leaves no trace once saved", async ({
    signedIn: page,
    stage,
  }) => {
    const url = `${cluster}/services/edited`;
    const service = { name: "edited", selector: { app: "edited" }, ports: [{ name: "http", port: 80 }] };
    await stage.api("POST", `${cluster}/services`, service);
    await page.goto(`${stage.url}${url}/edit`);
    const form = page.locator("form");
    const port = form.getByRole("textbox", { name: "Port", exact: true });
    await port.fill("8081");
    await expect.poll(() => drafts(page)).toHaveLength(1);
    page.once("dialog", (dialog) => dialog.accept());
    await page.goto("about:blank");
    await stage.api("PUT", url, { ...service, labels: { team: "other" } });
    await page.goto(`${stage.url}${url}/edit`);
    await expect(port).toHaveValue("8081");
    await expect(form.getByText("Another user changed this in the meantime")).toBeVisible();
    await form.getByRole("button", { name: "Show both sides" }).click();
    const both = page.getByRole("dialog", { name: "Another user changed this in the meantime" });
    await both.getByRole("button", { name: "Save both" }).click();
    await expect(page).toHaveURL(`${stage.url}${url}`);
    expect(await drafts(page)).toEqual([]);
    const saved = (await stage.api("GET", url)) as { form: { labels: object; ports: { port: number }[] } };
    expect(saved.form).toMatchObject({ labels: { team: "other" }, ports: [{ port: 8081 }] });
    await stage.api("DELETE", url);
  });

  test("survives the end of the session, and saving continues after you sign in", async ({
    browser,
    stage,
  }) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.request.post(`${stage.url}/api/v1/session`, { data: { token: stage.token } });
    const { create } = await newServiceEntry(page, stage);
    await context.clearCookies();
    // Not a click: a check of the form may have opened the dialog over the button already.
    await create.dispatchEvent("click");
    const dialog = page.getByRole("dialog", { name: "Sign in again" });
    await expect(dialog).toBeVisible();
    await expectAccessible(page, "dialog[open]");
    await dialog.getByLabel("API token").fill(stage.token);
    await dialog.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(`${stage.url}${cluster}/service-entries/orders`);
    await context.close();
    await stage.api("DELETE", `${cluster}/service-entries/orders`);
  });

  test("is announced in both of two tabs", async ({ signedIn: page, stage }) => {
    const url = `${stage.url}${cluster}/service-entries/payments/edit`;
    await page.goto(url);
    const other = await page.context().newPage();
    await other.goto(url);
    for (const each of [page, other])
      await expect(each.getByText("This form is also open in another tab")).toBeVisible();
    await other.close();
    await expect(page.getByText("This form is also open in another tab")).toHaveCount(0);
  });
});

test.describe("a late success is the form's own: it blames nobody else", () => {
  const url = `${cluster}/services/late`;
  const service = { name: "late", selector: { app: "late" }, ports: [{ name: "http", port: 80 }] };

  async function savedLate(
    page: Page,
    stage: Stage,
    whileHeld: (route: Route, held: Promise<void>) => Promise<void>,
  ) {
    await stage.api("POST", `${cluster}/services`, service);
    await page.goto(`${stage.url}${url}/edit`);
    const form = page.locator("form");
    const port = form.getByRole("textbox", { name: "Port", exact: true });
    await port.fill("8081");
    const held = Promise.withResolvers<void>();
    await page.route(`**${url}?*`, (route) => whileHeld(route, held.promise), { times: 1 });
    await form.getByRole("button", { name: "Save changes" }).click();
    await form.getByRole("button", { name: "Stop waiting" }).click();
    return { form, port, letGo: () => held.resolve() };
  }
  const others = (page: Page) => page.getByText("Another user changed this in the meantime");

  test("and later input is saved on top of it", async ({ signedIn: page, stage }) => {
    const { form, port, letGo } = await savedLate(page, stage, async (route, held) => {
      await held;
      await route.continue();
    });
    await port.fill("8082");
    letGo();
    await expect(page.getByText("Service late was saved after all")).toBeVisible();
    await expect(others(page)).toHaveCount(0);
    await form.getByRole("button", { name: "Save changes" }).click();
    await expect(page).toHaveURL(`${stage.url}${url}`);
    await stage.api("DELETE", url);
  });

  test("and the page goes on when the cluster accepted it and only the answer is late", async ({
    signedIn: page,
    stage,
  }) => {
    const { letGo } = await savedLate(page, stage, async (route, held) => {
      const response = await route.fetch();
      await held;
      await route.fulfill({ response });
    });
    await expect(page.getByText("Service late was saved after all")).toBeVisible();
    await expect(page).toHaveURL(`${stage.url}${url}`);
    await expect(others(page)).toHaveCount(0);
    letGo();
    await stage.api("DELETE", url);
  });
});
