import type { Browser, Page } from "@playwright/test";
import type { InvitationView } from "@/lib/api/people";
import { everywhere, type Role } from "@/lib/model/roles";
import { expectWellInEachLook } from "./support/looks";
import { populate } from "./support/populate";
import type { Stage } from "./support/stage";
import { awaitTakeover, expect, expectAccessible, test, watchErrors } from "./support/test";

test.describe.configure({ mode: "serial" });

const cluster = "/virtual-clusters/vamp-demo";
const gateway = `${cluster}/gateways/shop`;
const password = "four random words together";

/** A page of a new user with that role, who is signed in by the link of an invitation. */
async function pageOf(
  browser: Browser,
  stage: Stage,
  name: string,
  grant: { role: Role; scope: string },
  refusals: readonly number[] = [],
) {
  const { path } = await stage.api<InvitationView>("POST", "/users/invitations", grant);
  const context = await browser.newContext({ baseURL: stage.url });
  const page = await context.newPage();
  awaitTakeover(page);
  // The API's refusals, which Chromium prints, are what the tests are about.
  const errors = watchErrors(page, [403, 422, ...refusals]);
  const user = { name, email: `${name.toLowerCase()}@example.com`, password };
  const link = path.split("#")[1];
  const response = await page.request.post("/api/v1/session/link", { data: { link, ...user } });
  expect(response.status()).toBe(204);
  return {
    page,
    async done() {
      expect(errors, "the console holds no error").toEqual([]);
      await context.close();
    },
  };
}

const button = (page: Page, name: string) =>
  page.getByRole("main").getByRole("button", { name, exact: true });

async function expectHindered(page: Page, name: string, reason: string) {
  const found = button(page, name).first();
  await expect(found).toHaveAttribute("aria-disabled", "true");
  await expect(found).toHaveAttribute("title", new RegExp(reason));
}

test.beforeAll(async ({ stage }) => populate(stage));

test("an admin invites a user with a role in a virtual cluster, and copies the link once", async ({
  browser,
  stage,
}) => {
  const { page, done } = await pageOf(browser, stage, "Ada", { role: "admin", scope: everywhere });
  await page.goto("/people");
  await expect(page.getByRole("row", { name: /Ada/ })).toContainText("admin");
  await page.getByRole("button", { name: "Invite user" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Role").selectOption("editor");
  await dialog.getByLabel("Where").fill("vamp-demo");
  await dialog.getByLabel("Where").press("Tab");
  await dialog.getByRole("button", { name: "Create link" }).click();
  await expect(dialog.getByText("The link is ready")).toBeVisible();
  await expectAccessible(page, "dialog[open]");
  const link = /http\S+#\S+/.exec((await dialog.locator("code").textContent()) ?? "")?.[0] ?? "";
  await dialog.getByRole("button", { name: "Close" }).last().click();

  const guest = await browser.newPage();
  await guest.goto(link);
  await guest.getByLabel("Name").fill("Edi");
  await guest.getByLabel("Email").fill("edi@example.com");
  await guest.getByLabel("Password").fill(password);
  await guest.getByRole("button", { name: "Create user and sign in" }).click();
  await expect(guest.getByRole("button", { name: "Account" })).toBeVisible();
  await guest.close();
  await expect(page.getByRole("row", { name: /Edi/ })).toContainText("editor in vamp-demo");
  await done();
});

test("the last admin stays; roles change in a dialog; sessions and tokens of all users are listed", async ({
  browser,
  stage,
}) => {
  const { page, done } = await pageOf(browser, stage, "Bob", { role: "admin", scope: everywhere });
  await page.goto("/people");
  const menuOf = (name: string) => page.getByRole("button", { name: `Actions for ${name}` }).click();
  await menuOf("Bob");
  const own = page.getByRole("menuitem", { name: "Remove…" });
  await expect(own).toHaveAttribute("aria-disabled", "true");
  await expect(own).toContainText("You can’t change yourself");
  await page.keyboard.press("Escape");

  await menuOf("Edi");
  await page.getByRole("menuitem", { name: "Roles…" }).click();
  const roles = page.getByRole("dialog");
  await roles.getByRole("button", { name: "Take away editor in vamp-demo" }).click();
  await expect(roles.getByText("No role")).toBeVisible();
  await roles.getByRole("button", { name: "Close" }).last().click();

  await menuOf("Ada");
  await page.getByRole("menuitem", { name: "Disable…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disable" }).click();
  await expect(page.getByRole("row", { name: /Ada/ })).toContainText("Disabled");

  await page.getByRole("link", { name: "Sessions" }).click();
  await expect(page.getByRole("row", { name: /Bob/ })).toContainText("This one");
  await expectAccessible(page);
  await page.getByRole("link", { name: "Groups" }).click();
  await page.getByRole("button", { name: "Add group" }).click();
  const group = page.getByRole("dialog");
  await group.getByLabel("Name of the group").fill("platform");
  await group.getByRole("button", { name: "Give role" }).click();
  await expect(page.getByRole("row", { name: /platform/ })).toContainText("viewer");
  await page
    .getByRole("navigation", { name: "Who may use Lamia" })
    .getByRole("link", { name: "API tokens" })
    .click();
  await expect(page.getByText("No API tokens")).toBeVisible();

  const { items } = await stage.api<{ items: { id: string; name: string }[] }>("GET", "/users?q=bob");
  const last = stage.api("DELETE", `/users/${items[0]?.id}`);
  await expect(last).rejects.toThrow("without an admin");
  for (const path of ["/people", "/people/groups", "/people/sessions", "/people/tokens"]) {
    await page.goto(path);
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    await expectWellInEachLook(page);
  }
  await done();
});

test("a viewer looks at everything and changes nothing, and reads which role is missing", async ({
  browser,
  stage,
}) => {
  const { page, done } = await pageOf(browser, stage, "Vic", { role: "viewer", scope: "vamp-demo" });
  await page.goto(gateway);
  const reason = "You need the role editor in vamp-demo. Ask an admin";
  await expectHindered(page, "Edit", reason);
  await expectHindered(page, "Delete gateway", reason);
  await expectHindered(page, "Check now", "You need the role operator in vamp-demo");
  await expectAccessible(page);
  await page.goto(`${gateway}/edit`);
  await expect(page.getByText("You can look, but not change anything")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Save/ }).first()).toBeDisabled();
  await expectAccessible(page);
  await page.goto("/gateways");
  await expect(page.getByRole("checkbox", { name: "shop in vamp-demo" })).toBeDisabled();
  await page.getByRole("button", { name: "Actions for shop" }).click();
  await expect(page.getByRole("menuitem", { name: /Delete/ })).toContainText("You need the role editor");
  await page.keyboard.press("Escape");
  await expectHindered(page, "Create gateway", "You need the role editor in vamp-demo");
  await done();
});

test("a member of one virtual cluster starts with what is theirs, and each number counts only that", async ({
  browser,
  stage,
}) => {
  const { page, done } = await pageOf(browser, stage, "Tia", { role: "viewer", scope: "vamp-demo" });
  await page.goto("/");
  const own = page.getByRole("region", { name: "Your virtual clusters" });
  await expect(own.getByRole("link", { name: "vamp-demo" })).toBeVisible();
  await expect(own).toContainText("viewer");
  await expect(page.getByRole("region", { name: "Istio" })).toHaveCount(0);
  await expect(page.getByText("Your role doesn’t include this")).toHaveCount(0);
  await expect(page.getByRole("link", { name: /^Gateways/ }).first()).toBeVisible();
  await expectWellInEachLook(page);
  await done();
});

test("an operator checks, and doesn't edit", async ({ browser, stage }) => {
  const { page, done } = await pageOf(browser, stage, "Oda", { role: "operator", scope: "vamp-demo" });
  await page.goto(gateway);
  await expectHindered(page, "Edit", "You need the role editor in vamp-demo");
  await button(page, "Check now").click();
  await expect(page.getByText(/is being checked|Checking/).first()).toBeVisible();
  await done();
});

test("an editor changes objects, and not the metadata", async ({ browser, stage }) => {
  const { page, done } = await pageOf(browser, stage, "Eva", { role: "editor", scope: "vamp-demo" });
  await page.goto(`${gateway}/edit`);
  await expect(page.getByRole("button", { name: /^Save/ }).first()).toBeEnabled();
  await page.goto(`${cluster}/metadata`);
  await expect(page.getByText("You need the role admin in vamp-demo")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save metadata" })).toBeDisabled();
  await done();
});

test("an admin of a virtual cluster has its settings, and not the installation's", async ({
  browser,
  stage,
}) => {
  const { page, done } = await pageOf(browser, stage, "Alf", { role: "admin", scope: "vamp-demo" });
  await page.goto(`${cluster}/metadata`);
  await expect(page.getByLabel("Google project").first()).toBeEnabled();
  await page.goto("/people");
  await expect(page.getByText("Your role doesn’t include this")).toBeVisible();
  await expect(page.getByText("This needs the role admin in the installation")).toBeVisible();
  await done();
});

test("an admin of a virtual cluster gives roles in it to exact names, and takes them away", async ({
  browser,
  stage,
}) => {
  const { page, done } = await pageOf(browser, stage, "Bea", { role: "admin", scope: "vamp-demo" });
  await page.goto(cluster);
  await page.getByRole("link", { name: "Access" }).click();
  await expect(page.getByRole("heading", { name: "Access" })).toBeVisible();
  await expect(page.getByRole("row", { name: /bea@example\.com/ })).toContainText("You");
  // Somebody with a role in the installation isn't listed, and neither is anybody's name.
  await expect(page.getByRole("main")).not.toContainText("bob@example.com");

  await page.getByRole("button", { name: "Give a role" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Email").fill("bob@exam");
  await dialog.getByLabel("Role").selectOption("editor");
  await dialog.getByRole("button", { name: "Give role" }).click();
  await expect(dialog.getByText("No user has this email address")).toBeVisible();
  await expectAccessible(page, "dialog[open]");
  await dialog.getByLabel("Email").fill("bob@example.com");
  await dialog.getByRole("button", { name: "Give role" }).click();
  const bob = page.getByRole("row", { name: /bob@example\.com/ });
  await expect(bob).toContainText("editor");

  await page.getByRole("button", { name: "Give a role" }).click();
  await dialog.getByLabel("Who").selectOption("group");
  await dialog.getByLabel("Name of the group").fill("warehouse");
  await dialog.getByRole("button", { name: "Give role" }).click();
  await expect(page.getByRole("row", { name: /warehouse/ })).toContainText("viewer");
  await expectAccessible(page);

  const actOn = async (name: string, act: string) => {
    await page.getByRole("button", { name: `Actions for ${name}` }).click();
    await page.getByRole("menuitem", { name: act }).click();
  };
  await actOn("bob@example.com", "Change the role…");
  await dialog.getByLabel("Role").selectOption("operator");
  await dialog.getByRole("button", { name: "Change role" }).click();
  await expect(bob).toContainText("operator");
  await actOn("bob@example.com", "Take the role away…");
  await dialog.getByRole("button", { name: "Take role away" }).click();
  await expect(bob).toHaveCount(0);
  await page.goto(`/audit?vc=vamp-demo&action=role`);
  await expect(page.getByText("Set a role of").first()).toBeVisible();
  await done();
});

test("nobody takes away their own admin role in a virtual cluster", async ({ browser, stage }) => {
  const { page, done } = await pageOf(browser, stage, "Cyd", { role: "admin", scope: "vamp-demo" }, [409]);
  await page.goto(`${cluster}/access`);
  await page.getByRole("button", { name: "Actions for cyd@example.com" }).click();
  await page.getByRole("menuitem", { name: "Take the role away…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Take role away" }).click();
  await expect(dialog).toContainText("You would no longer be an admin of vamp-demo.");
  await done();
});

test("whoever has no role reads so on every page, and a stranger is asked to sign in", async ({
  browser,
  page: stranger,
  stage,
}) => {
  const { page, done } = await pageOf(browser, stage, "Nik", { role: "viewer", scope: "vamp-demo" });
  const { items } = await stage.api<{ items: { id: string }[] }>("GET", "/users?q=nik");
  await stage.api("PUT", `/users/${items[0]?.id}/roles`, { role: null, scope: "vamp-demo" });
  for (const path of ["/", gateway]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "You don’t have a role yet" })).toBeVisible();
  }
  await expectAccessible(page);
  await done();
  await stranger.goto(`${stage.url}${gateway}`);
  await expect(stranger).toHaveURL(/\/sign-in\?next=/);
});

test("a member of another virtual cluster finds nothing of this one", async ({ browser, stage }) => {
  const { page, done } = await pageOf(browser, stage, "Max", { role: "admin", scope: "elsewhere" });
  for (const path of [
    "/virtual-clusters",
    "/gateways",
    "/certificates",
    "/findings",
    "/cleanups",
    "/events",
  ]) {
    await page.goto(path);
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    await expect(page.locator("main a[href*=vamp-demo]")).toHaveCount(0);
    // Examples in what an empty list says have these names, too.
    const examples = /kubectl (create|label) namespace vamp-demo|shop\.example\.com/g;
    const said = (await page.getByRole("main").textContent()) ?? "";
    expect(said.replace(examples, "")).not.toMatch(/shop|vamp-demo/);
  }
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Nothing to see yet" })).toBeVisible();
  await expect(page.getByRole("button", { name: /Add .* virtual cluster/ })).toHaveCount(0);
  await page.goto(gateway);
  await expect(page.getByText("This needs the role viewer in vamp-demo")).toBeVisible();
  const search = await page.request.get("/api/v1/search?q=shop");
  expect(await search.json()).toEqual({ items: [] });
  await done();
});
