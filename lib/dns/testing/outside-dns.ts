import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Metadata, ProviderOptions } from "@/lib/dns/provider-definition";
import { serviceAccount } from "@/sandbox/cloud-dns/access-tokens";
import { type Counts, initialLevers, type Levers, newCounts } from "@/sandbox/levers/levers";
import { sandboxRoot } from "@/sandbox/pki/root";
import { type RunningDns, startDns } from "@/sandbox/start-dns";
import { createResolver } from "../resolver";
import { trust } from "./trust";

export interface OutsideDns {
  dns: RunningDns;
  levers: Levers;
  counts: Counts;
  metadata: Metadata & { google_project_id: string; google_service_account: string };
  options: ProviderOptions;
  close(): Promise<void>;
}

/** Cloud DNS, its name servers, registries and a registrar on loopback; this process trusts them until `close`. */
export async function startOutsideDns(): Promise<OutsideDns> {
  const home = mkdtempSync(join(tmpdir(), "lamia-dns-"));
  const root = await sandboxRoot(join(home, "pki"));
  const keyFile = join(home, "key.json");
  const account = serviceAccount(keyFile);
  const levers: Levers = { ...initialLevers };
  const counts = newCounts();
  const dns = await startDns({
    tls: await root.issueServerCertificate(["localhost"], ["127.0.0.1"]),
    account,
    ports: { cloudDns: 0, dns: 0, registrar: 0, dnsProviders: 0 },
    levers,
    counts,
    panelUrl: "http://127.0.0.1:3000",
  });
  const distrust = trust(root.certificatePem);
  const key = readFileSync(keyFile, "utf8");
  const endpoint = dns.cloudDns.endpoint;
  const endpoints = Object.fromEntries(
    Object.entries(dns.providers).map(([id, { endpoint: base }]) => [id, base]),
  );
  return {
    dns,
    levers,
    counts,
    metadata: { google_project_id: JSON.parse(key).project_id, google_service_account: key },
    options: {
      googleDnsEndpoint: endpoint,
      googleTokenEndpoint: `${endpoint}/token`,
      endpoints,
      resolver: createResolver({ rootServers: [dns.dns], port: dns.dns.port }),
    },
    async close() {
      await dns.close();
      distrust();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
