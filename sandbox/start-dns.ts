import { join } from "node:path";
import type { ServiceAccount } from "./cloud-dns/access-tokens";
import { type ManagedZones, managedZones, type SavedZone } from "./cloud-dns/managed-zones";
import { startCloudDns } from "./cloud-dns/start";
import { snapshot } from "./kept-file";
import type { Counts, Levers } from "./levers/levers";
import { startNameServers } from "./name-servers/start";
import { rootServerAddress } from "./name-servers/static-zones";
import { orPortInUse } from "./ports";
import {
  isRegistrable,
  type Registrations,
  registrations,
  type SavedRegistrations,
} from "./registrar/registrations";
import { startRegistrar } from "./registrar/start";

export interface DnsOptions {
  tls: { certificatePem: string; keyPem: string };
  account: ServiceAccount;
  /** 0 picks a free one. */
  ports: { cloudDns: number; dns: number; registrar: number };
  levers: Levers;
  counts: Counts;
  panelUrl: string;
  /** Folder of the snapshot files; undefined keeps nothing. */
  directory?: string;
}

export interface RunningDns {
  cloudDns: { endpoint: string };
  /** The root server; all others listen on the same port of their own addresses. */
  dns: { address: string; port: number };
  registrar: { url: string };
  zones: ManagedZones;
  registrations: Registrations;
  close(): Promise<void>;
}

const loopback = "127.0.0.1";

/** Starts everything that makes names work: Cloud DNS, the name servers that answer for it, registries and registrar. */
export async function startDns(options: DnsOptions): Promise<RunningDns> {
  const { tls, account, ports, levers, counts, panelUrl, directory } = options;
  const file = (name: string) => (directory === undefined ? undefined : join(directory, name));
  const zonesFile = snapshot<SavedZone[]>(file("cloud-dns.json"), () => JSON.stringify(zones.save()));
  const savedZones = zonesFile.read();
  const zones: ManagedZones = managedZones({
    levers,
    counts,
    onChange: zonesFile.changed,
    ...(savedZones && { saved: savedZones }),
  });
  const bookFile = snapshot<SavedRegistrations>(file("registrar.json"), () => JSON.stringify(book.save()));
  const savedBook = bookFile.read();
  const book: Registrations = registrations({
    levers,
    zones: zones.list,
    isRegistrable,
    onChange: bookFile.changed,
    ...(savedBook && { saved: savedBook }),
  });

  const started: { close(): Promise<void> }[] = [];
  const close = async () => {
    await Promise.all(started.map((part) => part.close()));
    zonesFile.flush();
    bookFile.flush();
  };
  try {
    const nameServers = await orPortInUse("the name servers", () =>
      startNameServers({ zones, delegations: book, port: ports.dns }),
    );
    started.push(nameServers);
    const cloudDns = await orPortInUse("the Cloud DNS API", () =>
      startCloudDns({ address: loopback, port: ports.cloudDns, tls, zones, levers, ...account }),
    );
    started.push(cloudDns);
    const zoneNameServers = (name: string) => zones.ofDnsName(name)?.nameServers;
    const registrar = await orPortInUse("the registrar", () =>
      startRegistrar({
        address: loopback,
        port: ports.registrar,
        registrations: book,
        zoneNameServers,
        panelUrl,
      }),
    );
    started.push(registrar);
    return {
      cloudDns: { endpoint: cloudDns.endpoint },
      dns: { address: rootServerAddress, port: nameServers.port },
      registrar: { url: registrar.url },
      zones,
      registrations: book,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
