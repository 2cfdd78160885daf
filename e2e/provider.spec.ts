import { expect, expectAccessible, test, watchErrors } from "./support/test";

test.use({ hasProvider: true });
test.describe.configure({ mode: "serial" });

test("a user signs in with the company's account, is told that a role is missing, and gets one by a group", async ({
  page,
  stage,
}) => {
  const errors = watchErrors(page);
  await page.goto(`${stage.url}/gateways?q=shop`);
  await expect(page).toHaveURL(/sign-in/);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Sign in with Sandbox ID" }).click();
  await page.getByRole("button", { name: "Nora Platform" }).click();
  await expect(page.getByRole("heading", { name: "You don’t have a role yet" })).toBeVisible();
  await expect(page.getByText("everyone, platform")).toBeVisible();
  await expectAccessible(page);

  await stage.api("PUT", "/groups/roles", { group: "platform", role: "editor" });
  await page.getByRole("link", { name: "Try again" }).click();
  await expect(page.getByRole("link", { name: "Virtual clusters" }).first()).toBeVisible();
  expect(errors).toEqual([]);
});

test("the page Your account lists sessions and API tokens, and a token works until it is removed", async ({
  page,
  stage,
}) => {
  const errors = watchErrors(page);
  await page.goto(`${stage.url}/`);
  await page.getByRole("button", { name: "Sign in with Sandbox ID" }).click();
  await page.getByRole("button", { name: "Nora Platform" }).click();
  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("menuitem", { name: "Your account" }).click();
  await expect(page.getByText("This browser")).toBeVisible();
  await expect(page.getByText("as a member of platform")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "End all others" }).click();
  await expect(page.getByRole("button", { name: "End all others" })).toHaveCount(0);

  await page.getByRole("button", { name: "New token" }).click();
  await page.getByLabel("Name").fill("pipeline");
  await expectAccessible(page, "dialog[open]");
  await page.getByRole("button", { name: "Create token" }).click();
  const token = await page.getByText(/^lamia_/).textContent();
  const ask = async () =>
    (await fetch(`${stage.url}/api/v1/session`, { headers: { authorization: `Bearer ${token}` } })).status;
  expect(await ask()).toBe(200);
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Remove token pipeline" }).click();
  await page.getByRole("button", { name: "Remove token", exact: true }).last().click();
  await expect(page.getByText("You have no API tokens.")).toBeVisible();
  await expect.poll(ask).toBe(401);
  expect(errors).toEqual([]);
});

test("the provider's logout ends the session in the panel", async ({ page, stage }) => {
  await page.goto(`${stage.url}/`);
  await page.getByRole("button", { name: "Sign in with Sandbox ID" }).click();
  await page.getByRole("button", { name: "Nora Platform" }).click();
  await expect(
    page.getByText("Nora Platform").or(page.getByRole("button", { name: "Account" })),
  ).toBeVisible();
  await page.waitForURL((url) => url.origin === stage.url && !url.pathname.endsWith("/callback"));
  const cookies = await page.context().cookies(stage.url);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const status = async () => (await fetch(`${stage.url}/api/v1/session`, { headers: { cookie } })).status;
  expect(await status()).toBe(200);
  const other = await page.context().newPage();
  await other.goto(`${stage.sandbox.identity.issuer}/session/end`);
  await other.getByRole("button", { name: "Yes, sign me out" }).click();
  await expect.poll(status).toBe(401);
});
