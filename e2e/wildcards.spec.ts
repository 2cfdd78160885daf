import { populate } from "./support/populate";
import type { Stage } from "./support/stage";
import { expect, expectAccessible, test } from "./support/test";

/** Many hosts of one domain get one wildcard certificate, from the page of one of them. */
const cluster = "/virtual-clusters/vamp-demo";
const domain = "wild.democluster.net";
const names = ["wild-1", "wild-2", "wild-3", "wild-4", "wild-5"];
const hostOf = (name: string) => `${name}.${domain}`;

interface Gateway {
  securedHosts: { certificate: { serial: string; names: string[] } | null; state: string }[];
}

async function certificates(stage: Stage): Promise<{ serial: string; names: string[] }[]> {
  const gateways = await Promise.all(
    names.map((name) => stage.api<Gateway>("GET", `${cluster}/gateways/${name}`)),
  );
  return gateways.flatMap(({ securedHosts: [first] }) =>
    first?.certificate && first.state === "serving" ? [first.certificate] : [],
  );
}

async function create(stage: Stage, name: string, host: string): Promise<void> {
  const servers = [{ securedHost: host, hosts: [host], port: 443, protocol: "HTTPS" }];
  await stage.api("POST", `${cluster}/gateways`, { name, servers });
  await stage.api("POST", `${cluster}/virtual-services`, {
    name,
    hosts: [host],
    gateways: [name],
    routes: [{ protocol: "http", weights: [{ destination: "shop", subset: "v1", port: 9191, weight: 100 }] }],
  });
}

test.beforeAll(async ({ stage }) => {
  await populate(stage);
  for (const name of names) await create(stage, name, hostOf(name));
  await create(stage, "wild-deep", `very.deep.${domain}`);
  await expect.poll(async () => (await certificates(stage)).length).toBe(names.length);
});
test.afterAll(async ({ stage }) => {
  for (const name of [...names, "wild-deep"]) {
    await stage.api("DELETE", `${cluster}/virtual-services/${name}`);
    await stage.api("DELETE", `${cluster}/gateways/${name}`);
  }
});

test("five gateways get one wildcard certificate by one order, and go back to their own", async ({
  signedIn,
  stage,
}) => {
  test.slow();
  await signedIn.goto(`${stage.url}${cluster}/gateways/wild-1`);
  const offer = signedIn.getByRole("note").filter({ hasText: `5 hosts of ${domain} could share` });
  await expect(offer).toContainText("one order and one renewal for 5 gateways");
  await expectAccessible(signedIn);
  await offer.getByRole("button", { name: `Use one wildcard certificate for *.${domain}` }).click();
  const dialog = signedIn.getByRole("dialog", { name: `Use one wildcard certificate for *.${domain}?` });
  for (const name of names) await expect(dialog.getByRole("checkbox", { name })).toBeChecked();
  await expect(dialog).toContainText(`very.deep.${domain}`);
  await expect(dialog).toContainText("more than one label below the domain");
  await expect(dialog).toContainText("lamia.dev/certificate_scope: zone");
  await expectAccessible(signedIn, "dialog[open]");

  const { ordersCreated: before = 0 } = await stage.counts();
  await dialog.getByRole("button", { name: "Use it for 5 gateways" }).click();
  await expect(dialog).toBeHidden();
  const haveWildcard = async () =>
    (await certificates(stage)).map((each) => each.names.includes(`*.${domain}`));
  await expect.poll(haveWildcard).toEqual(names.map(() => true));
  expect(new Set((await certificates(stage)).map(({ serial }) => serial)).size).toBe(1);
  expect((await stage.counts()).ordersCreated).toBe(before + 1);

  await signedIn.goto(`${stage.url}/certificates?vc=vamp-demo`);
  await signedIn.getByRole("button", { name: `Use own certificates again instead of *.${domain}` }).click();
  const back = signedIn.getByRole("dialog", { name: `Use own certificates instead of *.${domain}?` });
  await back.getByRole("checkbox", { name: "All 5 gateways" }).uncheck();
  await back.getByRole("checkbox", { name: "wild-2" }).check();
  await expectAccessible(signedIn, "dialog[open]");
  await back.getByRole("button", { name: "Give it back for 1 gateway" }).click();
  await expect(back).toBeHidden();
  await expect
    .poll(async () => (await certificates(stage)).filter((each) => each.names.join() === hostOf("wild-2")))
    .toHaveLength(1);
});

test.describe("a review that is out of date", () => {
  test.use({ refusals: [409] });

  test("shows the gateways as they are now, and changes nothing", async ({ signedIn, stage }) => {
    test.slow();
    for (const name of names) {
      const form = {
        name,
        servers: [{ securedHost: hostOf(name), hosts: [hostOf(name)], port: 443, protocol: "HTTPS" }],
      };
      await stage.api("PUT", `${cluster}/gateways/${name}`, form);
    }
    await signedIn.goto(`${stage.url}${cluster}`);
    await signedIn.getByRole("button", { name: `Use one wildcard certificate for *.${domain}` }).click();
    const dialog = signedIn.getByRole("dialog", { name: `Use one wildcard certificate for *.${domain}?` });
    await expect(dialog.getByRole("checkbox", { name: "wild-1" })).toBeVisible();
    await create(stage, "wild-6", hostOf("wild-6"));
    await dialog.getByRole("button", { name: "Use it for 5 gateways" }).click();
    await expect(dialog.getByRole("alert")).toContainText("have changed. Review them again.");
    await expect(dialog.getByRole("checkbox", { name: "wild-6" })).toBeChecked();
    const { used } = await stage.api<{ used: unknown[] }>("GET", `${cluster}/wildcards`);
    expect(used).toEqual([]);
    await stage.api("DELETE", `${cluster}/virtual-services/wild-6`);
    await stage.api("DELETE", `${cluster}/gateways/wild-6`);
  });
});
