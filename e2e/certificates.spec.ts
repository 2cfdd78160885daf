import { populate } from "./support/populate";
import type { Stage } from "./support/stage";
import { expect, expectAccessible, test } from "./support/test";

/** What users do with a certificate that serves. */
const cluster = "/virtual-clusters/vamp-demo";
const host = "replaced.democluster.net";
const page = `${cluster}/gateways/replaced`;

interface Gateway {
  securedHosts: {
    certificate: { serial: string } | null;
    steps: { id: string; state: string; note: string }[];
  }[];
}

/** The serial number that the ingress serves, once it is another one. */
async function served(stage: Stage, before = ""): Promise<string> {
  let serial = "";
  await expect
    .poll(async () => {
      const [first] = (await stage.api<Gateway>("GET", page)).securedHosts;
      const isServed = first?.steps.some(({ id, state }) => id === "serving" && state === "done");
      serial = isServed ? (first?.certificate?.serial ?? "") : "";
      return serial !== "" && serial !== before;
    })
    .toBe(true);
  return serial;
}

test.beforeAll(async ({ stage }) => {
  await populate(stage);
  await stage.api("POST", `${cluster}/gateways`, {
    name: "replaced",
    servers: [{ securedHost: host, hosts: [host], port: 443, protocol: "HTTPS" }],
  });
});
test.afterAll(async ({ stage }) => {
  await stage.api("DELETE", page);
});

test("a certificate is re-issued, and then replaced and revoked, from the gateway's page", async ({
  signedIn,
  stage,
}) => {
  const first = await served(stage);
  await signedIn.goto(`${stage.url}${page}`);
  const card = signedIn.getByRole("region", { name: "Certificate", exact: true });
  await expect(card).toContainText(first);
  await card.getByRole("button", { name: `Re-issue the certificate of ${host}` }).click();
  const reissue = signedIn.getByRole("dialog", { name: `Re-issue the certificate of ${host}?` });
  await expect(reissue).toContainText("with a new key");
  await expectAccessible(signedIn, "dialog[open]");
  await reissue.getByRole("button", { name: "Re-issue certificate" }).click();
  await expect(reissue).toBeHidden();
  await expect(signedIn.getByText(`Getting a new certificate for ${host}`)).toBeVisible();
  const second = await served(stage, first);
  await expect(card).toContainText(second);

  await card.getByRole("button", { name: `Revoke the certificate of ${host}` }).click();
  const revoke = signedIn.getByRole("dialog", { name: `Revoke the certificate of ${host}?` });
  // Below them, the dialog lists what counts against the CA's limits, such as a challenge that had failed before.
  const steps = revoke.getByRole("list").filter({ hasText: "Lamia orders a new certificate" });
  await expect(steps.getByRole("listitem")).toHaveCount(3);
  await expect(revoke).toContainText(second);
  await revoke.getByRole("combobox", { name: "Reason" }).selectOption("superseded");
  await expectAccessible(signedIn, "dialog[open]");
  await revoke.getByRole("button", { name: "Replace and revoke" }).click();
  await expect(revoke).toBeHidden();
  const third = await served(stage, second);
  await expect(card).toContainText(third);
  const events = signedIn.getByRole("region", { name: "Events of this gateway" });
  await expect(events).toContainText(`the CA revoked the old certificate ${second} (reason: superseded)`);
  await expect(events).toContainText("A user of the panel asked for a new certificate");
});

test("an order is tried on staging, and the real one is offered once that works", async ({
  signedIn,
  stage,
}) => {
  const before = await served(stage);
  await signedIn.goto(`${stage.url}${page}`);
  await signedIn.getByRole("button", { name: `Try on staging for ${host}` }).click();
  const trial = signedIn.getByRole("dialog", { name: `Try the order of ${host} on staging` });
  await expect(trial).toContainText("By starting it, you agree");
  await expectAccessible(signedIn, "dialog[open]");
  await trial.getByRole("button", { name: "Try on staging" }).click();
  await expect(trial).toContainText("The order would work");
  await expect(trial).toContainText("Lamia has thrown it away.");
  await expectAccessible(signedIn, "dialog[open]");
  await trial.getByRole("button", { name: "Re-issue certificate…" }).click();
  await expect(signedIn.getByRole("dialog", { name: `Re-issue the certificate of ${host}?` })).toBeVisible();
  expect(await served(stage)).toBe(before);
});

test("a pause that the CA asked for is shown before you order", async ({ signedIn, stage }) => {
  const before = await served(stage);
  await stage.setLevers({ caRetryAfterSeconds: 3600 });
  await stage.api("POST", `${page}/reissue`, { host });
  interface Outlook {
    hindrance: { message: string } | null;
  }
  await expect
    .poll(async () => (await stage.api<Outlook>("GET", `${page}/order-outlook?host=${host}`)).hindrance)
    .not.toBeNull();
  await stage.setLevers({ caRetryAfterSeconds: null });
  await signedIn.goto(`${stage.url}${page}`);
  await signedIn.getByRole("button", { name: `Re-issue the certificate of ${host}` }).click();
  const dialog = signedIn.getByRole("dialog", { name: `Re-issue the certificate of ${host}?` });
  await expect(dialog).toContainText("The order has to wait");
  await expect(dialog).toContainText(`order nothing for ${host} before`);
  await expectAccessible(signedIn, "dialog[open]");
  expect(await served(stage)).toBe(before);
});

test("an IP address of the ingress is secured without DNS", async ({ signedIn, stage }) => {
  const { address } = stage.sandbox.ingress;
  await signedIn.goto(`${stage.url}${cluster}/gateways/new`);
  await signedIn.getByRole("textbox", { name: "Name", exact: true }).fill("by-address");
  await signedIn.getByRole("textbox", { name: "Secured Host" }).fill(`https://${address}/`);
  await signedIn.getByRole("textbox", { name: "Name", exact: true }).click();
  await expect(signedIn.getByText("An IP address needs no DNS.")).toBeVisible();
  await expect(signedIn.getByRole("textbox", { name: "Secured Host" })).toHaveValue(address);
  await expectAccessible(signedIn);
  await signedIn.getByRole("button", { name: "Create gateway" }).click();
  await expect(signedIn.getByRole("heading", { name: address, exact: true })).toBeVisible();
  await expect(signedIn.getByText("Serving", { exact: true }).first()).toBeVisible();
  await expect(signedIn.getByText(`Clients reach the ingress at ${address}.`).first()).toBeVisible();
  await expect(signedIn.getByRole("region", { name: "Name servers" })).toHaveCount(0);
  await expect(signedIn.getByRole("region", { name: "Records" })).toHaveCount(0);
  await expectAccessible(signedIn);
  await signedIn.goto("about:blank");
  await stage.api("DELETE", `${cluster}/gateways/by-address`);
});

test("gateways that share a wildcard certificate are named beside it, and before it is replaced", async ({
  signedIn,
  stage,
}) => {
  const names = ["wide-one", "wide-two"];
  for (const name of names)
    await stage.api("POST", `${cluster}/gateways`, {
      name,
      metadata: { certificate_scope: "zone" },
      servers: [
        {
          securedHost: `${name}.wide.democluster.net`,
          hosts: [`${name}.wide.democluster.net`],
          port: 443,
          protocol: "HTTPS",
        },
      ],
    });
  await signedIn.goto(`${stage.url}${cluster}/gateways/wide-one`);
  const card = signedIn.getByRole("region", { name: "Certificate", exact: true });
  await expect(card).toContainText("*.wide.democluster.net");
  for (const name of names) await expect(card).toContainText(`vamp-demo/${name}`);
  await card
    .getByRole("button", { name: "Re-issue the certificate of wide-one.wide.democluster.net" })
    .click();
  const dialog = signedIn.getByRole("dialog", { name: /^Re-issue the certificate/ });
  await expect(dialog.getByRole("note")).toContainText("2 gateways use this certificate");
  await expectAccessible(signedIn, "dialog[open]");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  // Its page would ask for a gateway that is gone.
  await signedIn.goto("about:blank");
  for (const name of names) await stage.api("DELETE", `${cluster}/gateways/${name}`);
});
