import type { Stage } from "./support/stage";
import { expect, expectAccessible, test } from "./support/test";

test.describe.configure({ mode: "serial" });
// The panel of the tests of cleanups, where nobody creates users.
test.use({ refusals: [401, 422], graceInSeconds: 600 });

const mia = { name: "Mia Muster", email: "mia@example.com", password: "four random words together" };

/** The link that the panel has printed, because it has no users. */
function printedLink({ output }: Stage): string {
  const link = output.map((line) => /(\/sign-in\/link#\S+)/.exec(line)?.[1]).find(Boolean);
  if (!link) throw new Error(`The panel printed no link:\n${output.join("\n")}`);
  return link;
}

test("the printed link makes the first admin, and works once", async ({ page, stage, watched }) => {
  void watched;
  await page.goto(`${stage.url}${printedLink(stage)}`);
  await expectAccessible(page);
  await page.getByLabel("Name").fill(mia.name);
  await page.getByLabel("Email").fill(mia.email);
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: "Create user and sign in" }).click();
  await expect(page.getByText("Choose a password of at least 12 characters.")).toBeVisible();
  await page.getByLabel("Password").fill(mia.password);
  await page.getByRole("button", { name: "Create user and sign in" }).click();
  await expect(page.getByRole("link", { name: "Virtual clusters" }).first()).toBeVisible();
  await page.getByRole("button", { name: "Account" }).click();
  await expect(page.getByText(mia.name)).toBeVisible();

  await page.goto(`${stage.url}${printedLink(stage)}`);
  await page.getByLabel("Name").fill("Eve");
  await page.getByLabel("Email").fill("eve@example.com");
  await page.getByLabel("Password").fill(mia.password);
  await page.getByRole("button", { name: "Create user and sign in" }).click();
  await expect(page.getByText("This link has been used")).toBeVisible();
});

test("a user signs in with email and password, and what signing out ends stays ended", async ({
  page,
  stage,
  watched,
}) => {
  void watched;
  await page.goto(`${stage.url}/virtual-clusters`);
  await expect(page).toHaveURL(/sign-in/);
  await expectAccessible(page);
  await page.getByLabel("Email").fill(mia.email);
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("The email address or the password is wrong.")).toBeVisible();
  await page.getByLabel("Password").fill(mia.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("link", { name: "vamp-demo" })).toBeVisible();

  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  expect(cookies.find(({ name }) => name === "lamia_user")).toMatchObject({
    httpOnly: true,
    sameSite: "Strict",
  });
  const stream = await fetch(`${stage.url}/api/v1/events`, {
    headers: { cookie, accept: "text/event-stream" },
  });
  const ended = stream.text();
  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/sign-in/);
  expect(await ended).toContain("event: hello");
  expect((await fetch(`${stage.url}/api/v1/status`, { headers: { cookie } })).status).toBe(401);
});

test("the installation token still opens the panel next to the users", async ({ page, stage, watched }) => {
  void watched;
  await page.goto(`${stage.url}/sign-in`);
  await page.getByRole("button", { name: "Use the installation token instead" }).click();
  await page.getByLabel("API token").fill(stage.token);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("link", { name: "Virtual clusters" }).first()).toBeVisible();
});
