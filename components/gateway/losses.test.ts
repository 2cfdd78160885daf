import { describe, expect, it } from "vitest";
import type { GatewayView, SecuredHostView } from "@/lib/api/gateway";
import { lossesOf } from "./delete-gateway-dialog";

const step = (id: string, fact: unknown) => ({
  id,
  title: id,
  state: "done" as const,
  note: "",
  at: "",
  since: "",
  startedAt: "",
  attempts: 1,
  fact,
});
const host = (...steps: SecuredHostView["steps"]): SecuredHostView => ({
  host: "shop.democluster.net",
  port: 443,
  state: "serving",
  steps,
  address: null,
  nameServers: [],
  certificate: null,
  url: null,
  trusted: null,
  nextVisitAt: null,
});
const gateway = (...securedHosts: SecuredHostView[]): GatewayView => ({
  name: "shop",
  virtualCluster: "vamp-demo",
  labels: {},
  metadata: {},
  selector: {},
  servers: [],
  securedHosts,
  malformedSecuredHosts: [],
  ingress: { kind: "existing" },
  errors: 0,
  warnings: 0,
  createdAt: "",
  resourceVersion: "1",
});
const record = (ours: boolean) => step("record", { ours, records: [{ type: "A" }, { type: "AAAA" }] });

describe("what a deletion takes", () => {
  it("names the records, the ownership record and the Secret with its place; the zone stays", () => {
    const { lost, kept } = lossesOf(
      gateway(
        host(
          step("zone", { apex: "democluster.net" }),
          record(true),
          step("secret", { name: "lamia-shop", namespaces: ["istio-system"] }),
        ),
      ),
    );
    expect(lost).toEqual([
      "The Gateway vamp-demo/shop",
      "The A record of shop.democluster.net",
      "The AAAA record of shop.democluster.net",
      "The ownership record _lamia.shop.democluster.net",
      "The TLS Secret istio-system/lamia-shop with the certificate of shop.democluster.net",
    ]);
    expect(kept[0]).toContain("The zone democluster.net");
  });

  it("foreign records are among what stays", () => {
    const { lost, kept } = lossesOf(gateway(host(record(false))));
    expect(lost.join()).not.toContain("_lamia.");
    expect(kept[0]).toBe("The records of shop.democluster.net, which Lamia didn’t create");
  });

  it("without a Secured Host, only the Gateway goes", () => {
    expect(lossesOf(gateway()).lost).toEqual(["The Gateway vamp-demo/shop"]);
  });

  it("names the gateway's dedicated ingress", () => {
    const { lost } = lossesOf({ ...gateway(), ingress: { kind: "dedicated" } });
    expect(lost).toContain("Its ingress shop-gateway and the address of its load balancer");
    expect(lossesOf(gateway()).lost.join()).not.toContain("shop-gateway");
  });
});
