import type { Page } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import type { InvitationView } from "@/lib/api/people";
import { everywhere } from "@/lib/model/roles";
import { expectWellInEachLook } from "./support/looks";
import { openStage, type Stage } from "./support/stage";
import { awaitTakeover, expect, test } from "./support/test";

test.describe.configure({ mode: "serial" });
// What Chromium prints of wrong passwords and codes.
test.use({ refusals: [401, 422] });

const mia = { name: "Mia Muster", email: "mia@example.com", password: "four random words together" };
/** What the user keeps. */
const kept = { key: "", codes: [] as string[] };

const codeNow = (later = 0) =>
  new TOTP({ secret: Secret.fromBase32(kept.key) }).generate({ timestamp: Date.now() + later * 30_000 });

/** Makes the user of an invitation, and signs in. */
async function join(page: Page, { api, url }: Stage, user: typeof mia): Promise<void> {
  const { path } = await api<InvitationView>("POST", "/users/invitations", {
    role: "admin",
    scope: everywhere,
  });
  const data = { link: path.split("#")[1], ...user };
  expect((await page.request.post(`${url}/api/v1/session/link`, { data })).status()).toBe(204);
}

async function enterPassword(page: Page, stage: Stage, { email, password } = mia): Promise<void> {
  await page.goto(`${stage.url}/sign-in?next=/account`);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function expectWellEverywhere(page: Page, part?: "dialog[open]"): Promise<void> {
  // A toast that fades while the theme changes is neither.
  await expect(page.locator("[data-sonner-toast]")).toHaveCount(0);
  await expectWellInEachLook(page, part);
}

test("a user sets an authenticator app up by its QR code or its key, and keeps recovery codes", async ({
  page,
  stage,
  watched,
}) => {
  void watched;
  awaitTakeover(page);
  await join(page, stage, mia);
  await page.goto(`${stage.url}/account`);
  await page.getByRole("button", { name: "Set up" }).click();
  const dialog = page.getByRole("dialog", { name: "Set up an authenticator app" });
  await dialog.getByLabel("Your password").fill("not the password");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("This isn’t your password.")).toBeVisible();
  await dialog.getByLabel("Your password").fill(mia.password);
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("img", { name: "QR code for an authenticator app" })).toBeVisible();
  kept.key = ((await dialog.locator("code").textContent()) ?? "").replaceAll(" ", "");
  await expectWellEverywhere(page, "dialog[open]");
  await dialog.getByLabel("Code from the app").fill("000000");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("This code is wrong")).toBeVisible();
  await dialog.getByLabel("Code from the app").fill(codeNow());
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("Keep these recovery codes")).toBeVisible();
  kept.codes = ((await dialog.locator("pre").textContent()) ?? "").match(/\w{4}(-\w{4}){3}/g) ?? [];
  expect(kept.codes).toHaveLength(10);
  await expectWellEverywhere(page, "dialog[open]");
  await dialog.getByRole("button", { name: "I’ve kept them" }).click();
  await expect(page.locator("[data-sonner-toast]")).toBeVisible();
  await expect(page.getByText("10 left")).toBeVisible();
  await expectWellEverywhere(page);
});

test("from then on, a sign-in asks for a code after the password, by keyboard alone", async ({
  page,
  stage,
  watched,
}) => {
  void watched;
  awaitTakeover(page);
  await enterPassword(page, stage);
  await expect(page.getByLabel("Code")).toBeFocused();
  expect((await page.context().cookies()).map(({ name }) => name)).toEqual(["lamia_sign_in"]);
  await expectWellEverywhere(page);
  await page.keyboard.type("000000");
  await page.keyboard.press("Enter");
  await expect(page.getByText("This code is wrong")).toBeVisible();
  await page.keyboard.type(codeNow(1));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Your account" })).toBeVisible();
  expect((await page.context().cookies()).map(({ name }) => name)).toEqual(["lamia_user"]);
});

test("a recovery code replaces the app once, and an admin can reset a second factor", async ({
  page,
  stage,
  watched,
}) => {
  void watched;
  awaitTakeover(page);
  await enterPassword(page, stage);
  await page.getByLabel("Code").fill(kept.codes[0] ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("9 left")).toBeVisible();
  await page.context().clearCookies();
  await enterPassword(page, stage);
  await page.getByLabel("Code").fill(kept.codes[0] ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("This code is wrong, or was used before.")).toBeVisible();

  await page.request.post(`${stage.url}/api/v1/session`, { data: { token: stage.token } });
  await page.goto(`${stage.url}/people`);
  await page.getByRole("button", { name: "Actions for Mia" }).click();
  await page.getByRole("menuitem", { name: "Reset second factor…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Reset second factor" }).click();
  await expect(page.getByText("The second factor of Mia Muster is reset")).toBeVisible();
  await page.goto(`${stage.url}/audit`);
  await expect(page.getByText("Reset the second factor of a user")).toBeVisible();
  await page.context().clearCookies();
  await enterPassword(page, stage);
  await expect(page.getByRole("button", { name: "Set up" })).toBeVisible();
});

test("a passkey signs in without the password, and after it, and can be removed", async ({
  page,
  stage,
  watched,
}) => {
  void watched;
  awaitTakeover(page);
  const local = stage.url.replace("127.0.0.1", "localhost");
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const pia = { ...mia, name: "Pia", email: "pia@example.com" };
  await join(page, { ...stage, url: local }, pia);
  await page.goto(`${local}/account`);
  await page.getByRole("button", { name: "Add passkey" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a passkey" });
  await dialog.getByLabel("Name").fill("laptop");
  await dialog.getByLabel("Your password").fill(mia.password);
  await expectWellEverywhere(page, "dialog[open]");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("Keep these recovery codes")).toBeVisible();
  await dialog.getByRole("button", { name: "I’ve kept them" }).click();
  await expect(page.locator("[data-sonner-toast]")).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove laptop" })).toBeVisible();
  await expectWellEverywhere(page);

  await page.context().clearCookies();
  await page.goto(`${local}/sign-in?next=/account`);
  await expectWellEverywhere(page);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByText("laptop")).toBeVisible();
  await page.context().clearCookies();
  await enterPassword(page, { ...stage, url: local }, pia);
  await expect(page.getByLabel("Code")).toBeVisible();
  await expectWellEverywhere(page);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByRole("button", { name: "Remove laptop" }).click();
  const removal = page.getByRole("dialog", { name: "Remove a passkey?" });
  await removal.getByLabel("Your password").fill(mia.password);
  await page.keyboard.press("Enter");
  await expect(page.getByText("The passkey is removed")).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove laptop" })).toHaveCount(0);
});

test("where a second factor is required, a new user sets one up before anything else", async ({
  page,
  watched,
}) => {
  void watched;
  const strict = await openStage({ LAMIA_REQUIRE_SECOND_FACTOR: "true" });
  await join(page, strict, mia);
  await page.goto(`${strict.url}/gateways`);
  await expect(page.getByRole("heading", { name: "Set up a second factor" })).toBeVisible();
  await expectWellEverywhere(page);
  expect((await page.request.get(`${strict.url}/api/v1/overview`)).status()).toBe(403);
  await page.getByLabel("Your password").fill(mia.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("img", { name: "QR code for an authenticator app" })).toBeVisible();
  kept.key = ((await page.locator("code").first().textContent()) ?? "").replaceAll(" ", "");
  await expectWellEverywhere(page);
  await page.getByLabel("Code from the app").fill(codeNow());
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "I’ve kept them" }).click();
  await expect(page.getByRole("link", { name: "Virtual clusters" }).first()).toBeVisible();
  await page.goto("about:blank");
  await strict.close();
});
