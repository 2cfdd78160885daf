import { join } from "node:path";
import type { ServiceAccount } from "./cloud-dns/access-tokens";
import { type ManagedZones, managedZones, type SavedZone } from "./cloud-dns/managed-zones";
import { startCloudDns } from "./cloud-dns/start";
import { snapshot } from "./kept-file";
import type { Counts, Levers } from "./levers/levers";
import { cloudDnsSets, publicResolverAddress, rootServerAddress } from "./name-servers/registry";
import { type ServedZones, startNameServers } from "./name-servers/start";
import { orPortInUse } from "./ports";
import type { ProviderApi } from "./providers/provider-api";
import { createProviders, type RunningProviders, startProviders } from "./providers/start";
import { namecomApi, type RegistrarApi, type RegistrarParts } from "./registrar/namecom";
import {
  isRegistrable,
  type Registrations,
  registrations,
  type SavedRegistrations,
} from "./registrar/registrations";
import { route53DomainsApi } from "./registrar/route53-domains";
import { startRegistrar } from "./registrar/start";

export interface DnsOptions {
  tls: { certificatePem: string; keyPem: string };
  account: ServiceAccount;
  /** 0 picks a free port. */
  ports: { cloudDns: number; dns: number; registrar: number; dnsProviders: number };
  levers: Levers;
  counts: Counts;
  panelUrl: string;
  /** Folder of the snapshot files; undefined keeps nothing. */
  directory?: string;
}

export interface RunningDns {
  cloudDns: { endpoint: string };
  /** The root server, and a public resolver; all others use the same port on their own addresses. */
  dns: { address: string; port: number; resolver: string };
  registrar: { url: string };
  /** The other providers by id. */
  providers: RunningProviders["providers"];
  others: readonly ProviderApi[];
  /** The zones of Cloud DNS. */
  zones: ManagedZones;
  registrations: Registrations;
  close(): Promise<void>;
}

const loopback = "127.0.0.1";

/** Starts everything that makes names work: Cloud DNS, its name servers, the registries and the registrar. */
export async function startDns(options: DnsOptions): Promise<RunningDns> {
  const { tls, account, ports, levers, counts, panelUrl, directory } = options;
  const file = (name: string) => (directory === undefined ? undefined : join(directory, name));
  const zonesFile = snapshot<SavedZone[]>(file("cloud-dns.json"), () => JSON.stringify(zones.save()));
  const savedZones = zonesFile.read();
  const zones: ManagedZones = managedZones({
    levers,
    counts,
    sets: cloudDnsSets,
    onChange: zonesFile.changed,
    ...(savedZones && { saved: savedZones }),
  });
  const others = createProviders({ levers, counts });
  const stores = [zones, ...others.map((provider) => provider.zones)];
  const bookFile = snapshot<SavedRegistrations>(file("registrar.json"), () => JSON.stringify(book.save()));
  const savedBook = bookFile.read();
  const book: Registrations = registrations({
    levers,
    zones: () => stores.flatMap((store) => store.list()),
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
      startNameServers({ zones: servedByAny(stores), delegations: book, port: ports.dns }),
    );
    started.push(nameServers);
    const cloudDns = await orPortInUse("the Cloud DNS API", () =>
      startCloudDns({ address: loopback, port: ports.cloudDns, tls, zones, levers, counts, ...account }),
    );
    started.push(cloudDns);
    const served = [...others, ...registrarApis({ registrations: book, levers }, others)];
    const providers = await orPortInUse("the APIs of other DNS providers", () =>
      startProviders({ address: loopback, port: ports.dnsProviders, tls, levers, providers: served }),
    );
    started.push(providers);
    const zoneNameServers = (name: string) =>
      stores.map((store) => store.ofDnsName(name)).find(Boolean)?.nameServers;
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
      dns: { address: rootServerAddress, port: nameServers.port, resolver: publicResolverAddress },
      registrar: { url: registrar.url },
      providers: providers.providers,
      others,
      zones,
      registrations: book,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The APIs of registrars, over the same book as the registrar's page. */
function registrarApis(parts: RegistrarParts, providers: readonly ProviderApi[]): RegistrarApi[] {
  const aws = providers.find(({ id }) => id === "route53");
  if (!aws?.refusesSignature) return [namecomApi(parts)];
  const { credentials, refusesSignature } = aws;
  return [namecomApi(parts), route53DomainsApi(parts, { credentials, refusesSignature })];
}

/** Each name server serves the zones of every provider, by the longest apex, like those of a single provider. */
function servedByAny(stores: readonly ServedZones[]): ServedZones {
  return {
    servedBy(set, index, name) {
      const found = stores.flatMap((store) => store.servedBy(set, index, name) ?? []);
      return found.toSorted((one, other) => other.apex.length - one.apex.length)[0];
    },
  };
}
