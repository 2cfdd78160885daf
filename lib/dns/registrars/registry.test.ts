import { expect, test } from "vitest";
import { chooseRegistrars, createRegistrarRegistry } from "./registry";

const shared = { namecom_username: "company", namecom_token: "a".repeat(40) };
const own = { namecom_username: "tenant", namecom_token: "b".repeat(40) };
const options = { googleDnsEndpoint: "https://dns.test", googleTokenEndpoint: "https://token.test" };

test("the installation's registrar serves only virtual clusters that use its DNS provider", () => {
  const inherits = chooseRegistrars({ own: {}, installation: shared }, "installation");
  expect(inherits).toMatchObject({ settings: shared, from: "installation" });
  expect(inherits.definitions.map(({ id }) => id)).toEqual(["namecom"]);
  expect(chooseRegistrars({ own: {}, installation: shared }, "virtual-cluster").definitions).toEqual([]);
});

test("a virtual cluster's own registrar comes first, and is never mixed with the installation's", () => {
  const begun = { namecom_username: "tenant" };
  const choice = chooseRegistrars({ own: begun, installation: shared }, "installation");
  expect(choice).toMatchObject({ settings: begun, from: "virtual-cluster" });
  expect(chooseRegistrars({ own, installation: shared }, "virtual-cluster").settings).toBe(own);
});

test("without settings there is no registrar to ask, and incomplete ones say what is missing", async () => {
  const registry = createRegistrarRegistry(options);
  const finderFor = (settings: Record<string, string>) =>
    registry.finderFor(chooseRegistrars({ own: settings, installation: {} }, "virtual-cluster"));
  expect(finderFor({ google_project_id: "a" })).toBeNull();
  await expect(finderFor({ namecom_username: "tenant" })?.find("a.net")).rejects.toMatchObject({
    kind: "unconfigured",
    message: expect.stringContaining("namecom_token"),
  });
});

test("the identity of Lamia's pod is for the installation, unless every virtual cluster may use it", async () => {
  const ambient = { aws_domains_credentials: "ambient" };
  const find = (more: object, from: "installation" | "virtual-cluster") =>
    createRegistrarRegistry({ ...options, ...more }).checked("route53domains", ambient, from);
  expect(await find({}, "virtual-cluster")).toMatchObject({
    ok: false,
    note: expect.stringContaining("can’t use the identity"),
  });
  const through = await find({ endpoints: { route53domains: "https://127.0.0.1:9" } }, "installation");
  expect(through.note).not.toContain("can’t use the identity");
});
