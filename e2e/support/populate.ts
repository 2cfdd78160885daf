import { readFileSync } from "node:fs";
import type { Stage } from "./stage";

const cluster = "/virtual-clusters/vamp-demo";
export const shopHost = "shop.democluster.net";

/**
 * The article's objects, made by the API, and the walk's end awaited: what pages show when there is something. Does
 * nothing where they stand already, as files share a stage.
 */
export async function populate(stage: Stage): Promise<void> {
  const { total } = await stage.api<{ total: number }>("GET", `${cluster}/gateways?q=shop`);
  if (total > 0) return;
  const key = readFileSync(stage.sandbox.googleServiceAccountFile, "utf8");
  const { project_id: project } = JSON.parse(key) as { project_id: string };
  await stage.api("PATCH", `${cluster}/metadata`, {
    google_project_id: project,
    google_service_account: key,
  });
  await stage.setLevers({ autoDelegateAfterSeconds: 0 });
  await stage.api("POST", `${cluster}/services`, {
    name: "shop",
    selector: { app: "shop" },
    ports: [{ port: 9191, targetPort: 9191, protocol: "TCP", name: "http" }],
  });
  await stage.api("POST", `${cluster}/destination-rules`, {
    name: "shop",
    service: "shop",
    subsets: ["v1", "v2"].map((version) => ({ name: version, labels: { version } })),
  });
  await stage.api("POST", `${cluster}/gateways`, {
    name: "shop",
    servers: [{ securedHost: shopHost, hosts: [shopHost], port: 443, protocol: "HTTPS" }],
  });
  await stage.api("POST", `${cluster}/virtual-services`, {
    name: "shop",
    hosts: [shopHost],
    gateways: ["shop"],
    routes: [
      {
        protocol: "http",
        weights: [
          { destination: "shop", subset: "v1", port: 9191, weight: 90 },
          { destination: "shop", subset: "v2", port: 9191, weight: 10 },
        ],
      },
    ],
  });
  await stage.api("POST", `${cluster}/service-entries`, {
    name: "payments",
    hosts: ["api.payments.test"],
    ports: [{ port: 443, protocol: "HTTPS" }],
    location: "MESH_EXTERNAL",
    resolution: "DNS",
  });
  await stage.untilServing("shop");
}
