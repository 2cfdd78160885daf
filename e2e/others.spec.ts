import { expect, expectAccessible, test } from "./support/test";

/** Objects that `kubectl apply` creates and that the forms wouldn't have written. */
const cluster = "/virtual-clusters/vamp-demo";
const share = (subset: string, weight: number) => ({ destination: { host: "shop", subset }, weight });
const virtualService = {
  hosts: ["*example.com", "shop"],
  gateways: ["gw"],
  http: [
    {
      match: [{ headers: { "@request.auth.claims.group": { exact: "admin" } } }],
      route: [share("a", 3), share("b", 1)],
    },
  ],
};
const gateway = {
  selector: { istio: "ingressgateway", build: "e1" },
  servers: ["a", "b"].map((name) => ({
    port: { number: 443, name, protocol: "https" },
    hosts: [`${name}.shop.example.com`],
    tls: { mode: "SIMPLE", credentialName: `of-${name}` },
  })),
};
const annotations = { "lamia.dev/secured-hosts": "443=a.shop.example.com, 443=b.shop.example.com" };

for (const [kind, segment, spec, meta] of [
  ["VirtualService", "virtual-services", virtualService, {}],
  ["Gateway", "gateways", gateway, { annotations }],
] as const)
  test(`a ${kind} of others opens in the form without a mistake, and takes a label`, async ({
    signedIn: page,
    stage,
  }) => {
    const name = `of-others-${segment}`;
    const object = { apiVersion: "networking.istio.io/v1", kind, metadata: { name, ...meta }, spec };
    await stage.api("PUT", `${cluster}/objects`, { object, ignoreFindings: true });
    await page.goto(`${stage.url}${cluster}/${segment}/${name}/edit`);
    const form = page.locator("form");
    await expect(form).toBeVisible();
    await expect(page.locator("[aria-invalid=true]")).toHaveCount(0);
    if (kind === "VirtualService") await expect(page.getByText("Shares of 4: 75%, 25%")).toBeVisible();
    await page.getByRole("button", { name: "Add label" }).click();
    await page.getByRole("textbox", { name: /^Key/ }).last().fill("team");
    await page
      .getByRole("textbox", { name: /^Value/ })
      .last()
      .fill("e1");
    await expectAccessible(page);
    await form.getByRole("button", { name: "Save changes", exact: true }).click();
    await expect
      .poll(async () => {
        const { object: saved } = await stage.api<{ object: { metadata: { labels?: object } } }>(
          "GET",
          `${cluster}/${segment}/${name}`,
        );
        return saved;
      })
      .toMatchObject({ metadata: { labels: { team: "e1" } }, spec });
    await page.goto("about:blank");
    await stage.api("DELETE", `${cluster}/${segment}/${name}`);
  });
