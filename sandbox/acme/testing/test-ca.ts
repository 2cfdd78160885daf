import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AcmeOptions } from "@/sandbox/acme/authority";
import { type RunningAcme, startAcme } from "@/sandbox/acme/start";
import { type Counts, initialLevers, type Levers, newCounts } from "@/sandbox/levers/levers";
import { type ZoneContent, zoneContent } from "@/sandbox/name-servers/lookup";
import { nsRecordSet, rootServerAddress, soaRecordSet } from "@/sandbox/name-servers/registry";
import { startNameServers } from "@/sandbox/name-servers/start";
import { type SandboxRoot, sandboxRoot } from "@/sandbox/pki/root";

export interface TestCa {
  acme: RunningAcme;
  root: SandboxRoot;
  levers: Levers;
  counts: Counts;
  directory: string;
  /** Sets the record set on all four name servers of example.test, or only on the named ones; [] removes it. */
  set(name: string, type: "TXT" | "CAA" | "CNAME" | "A", rrdatas: string[], servers?: number[]): void;
  /** Makes a name server refuse queries for the zone (REFUSED), or answer again. */
  refuse(server: number, refusing: boolean): void;
  /** Stops the CA and starts another with the same files on the same port. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

const hosts = [1, 2, 3, 4].map((number) => `ns-cloud-b${number}.googledomains.com.`);

/** A CA and real name servers for the zone example.test, delegated from the root. */
export async function startTestCa(options: Partial<AcmeOptions> = {}): Promise<TestCa> {
  const directory = mkdtempSync(join(tmpdir(), "lamia-acme-"));
  const root = await sandboxRoot(join(directory, "pki"));
  const tls = await root.issueServerCertificate(["localhost"], ["127.0.0.1"]);
  const apex = "example.test.";
  const zones: ZoneContent[] = hosts.map(() =>
    zoneContent(apex, [soaRecordSet(apex, hosts[0] ?? ""), nsRecordSet(apex, hosts)]),
  );
  const refusing = new Set<number>();
  const names = await startNameServers({
    zones: {
      servedBy: (set, index, name) =>
        set === "b" && !refusing.has(index) && `.${name}`.endsWith(`.${apex}`) ? zones[index] : undefined,
    },
    delegations: {
      nameServersOf: (domain) => (domain === apex ? hosts : undefined),
      domains: () => [apex],
    },
    port: 0,
  });
  const levers: Levers = { ...initialLevers };
  const counts = newCounts();
  const start = (port: number) =>
    startAcme({
      address: "127.0.0.1",
      port,
      tls,
      issuer: root.intermediate,
      rootCertificatePem: root.certificatePem,
      dns: { rootServers: [{ address: rootServerAddress, port: names.port }], port: names.port },
      levers,
      counts,
      validationSeconds: 0.01,
      issuanceSeconds: 0.01,
      snapshotFile: join(directory, "acme.json"),
      ...options,
    });
  const ca: TestCa = {
    acme: await start(0),
    root,
    levers,
    counts,
    directory,
    set(name, type, rrdatas, servers = [0, 1, 2, 3]) {
      for (const server of servers) {
        const zone = zones[server];
        const current = zone?.get(name, type);
        zone?.apply(current ? [current] : [], rrdatas.length > 0 ? [{ name, type, ttl: 60, rrdatas }] : []);
      }
    },
    refuse(server, refuses) {
      if (refuses) refusing.add(server);
      else refusing.delete(server);
    },
    async restart() {
      await ca.acme.close();
      ca.acme = await start(ca.acme.port);
    },
    async close() {
      await ca.acme.close();
      await names.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  return ca;
}
