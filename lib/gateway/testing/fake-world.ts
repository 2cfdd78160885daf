import type { HostRoutes } from "@/lib/model/hosts";
import { credentialNameFor, type SecuredHost } from "@/lib/model/secured-hosts";
import type { Answering } from "../certificate/responder";
import type { Signer } from "../dns/ports";
import { Failure } from "../failure";
import type { ExistingRecords, PublicAddress, RecordSet, Zone } from "../model";
import type { HttpReply } from "../prober";
import type { ClaimsNow, ClientCa, Ingress, Kept, OrderState, OwnIngress, World } from "../world";
import { answer, answerFrom, changeRecords } from "./fake-dns";
import { type FakeSecret, fakeVault } from "./fake-vault";

/** The state of a small world in memory. Tests change it before a walk or between walks. */
export interface FakeWorld {
  world: World;
  now: Date;
  ingresses: Ingress[];
  /** External addresses of the nodes. */
  nodes: PublicAddress;
  ownIngress: OwnIngress | null;
  brokenNeighbours: string[];
  zones: Zone[];
  /** By `name type`. */
  records: Map<string, RecordSet>;
  /** Only a fresh read sees these. */
  newZones: Zone[];
  /** By name: other existing records that don't fit into a record set. */
  foreign: Map<string, ExistingRecords[]>;
  /** What the parent's servers say of the zone's keys; null if they don't answer. */
  signers: (Signer[] | null)[];
  /** What the parent's servers say; null if they don't answer. */
  delegated: (string[] | null)[];
  parent: string;
  /** Name servers that don't serve anything yet. */
  lagging: Set<string>;
  /** Name servers that don't answer. */
  silent: Set<string>;
  /** Addresses of hosts elsewhere; a host without an entry can't be resolved. */
  resolved: Map<string, string[]>;
  orders: Map<string, OrderState>;
  kept: Map<string, Kept>;
  /** How long new certificates live. */
  certificateDays: number;
  /** By `namespace/name`. */
  secrets: Map<string, FakeSecret>;
  /** Every Secured Host of the installation; if empty, only the shop's. */
  claims: SecuredHost[];
  /** What the API server says when a Secret is withdrawn; undefined if it says the same as the cache. */
  claimsNow: ClaimsNow | null | undefined;
  clientCa: ClientCa;
  /** What the ingress shows; null rejects the handshake. */
  served: string | null;
  /** Responses by URL, or `*` for all others. */
  answers: Map<string, Partial<HttpReply>>;
  /** Every requested URL, with the address. */
  asked: string[];
  routes: HostRoutes;
  /** The outcome of an HTTP-01 challenge. */
  answering: Answering;
  /** Every writing call, in order. */
  did: string[];
  /** Thrown by the CA, or by the provider, while set. */
  caFailure: Failure | null;
  providerFailure: Failure | null;
  /** Thrown when the ingress is to answer misdirected requests, while set. */
  misdirectedFailure: Failure | null;
}

export const shop: SecuredHost = {
  host: "shop.democluster.net",
  port: 443,
  gateway: { namespace: "vamp-demo", name: "shop" },
  selector: { istio: "ingressgateway" },
  server: {
    index: 0,
    protocol: "HTTPS",
    hosts: ["shop.democluster.net"],
    tlsMode: "SIMPLE",
    credentialName: credentialNameFor("shop.democluster.net"),
  },
};

const internalNodes: PublicAddress = { ipv4: ["10.0.0.1"], ipv6: [], hostname: null };
const nameServers = ["ns1.dns.test", "ns2.dns.test"];

export function loadBalancer(address: PublicAddress): Ingress {
  return {
    namespace: "istio-system",
    service: "istio-ingressgateway",
    type: "LoadBalancer",
    address,
    ports: [80, 443],
  };
}

export function fakeWorld(): FakeWorld {
  const fake: FakeWorld = {
    now: new Date("2026-06-01T00:00:00Z"),
    ingresses: [loadBalancer({ ipv4: ["192.0.2.10"], ipv6: [], hostname: null })],
    nodes: { ipv4: [], ipv6: [], hostname: null },
    ownIngress: null,
    brokenNeighbours: [],
    zones: [],
    records: new Map(),
    newZones: [],
    foreign: new Map(),
    signers: [[]],
    delegated: [nameServers],
    parent: "net",
    lagging: new Set(),
    silent: new Set(),
    resolved: new Map(),
    orders: new Map(),
    kept: new Map(),
    certificateDays: 90,
    secrets: new Map(),
    claims: [],
    claimsNow: undefined,
    clientCa: { state: "missing", note: "No CA.", remedy: "Name one." },
    served: null,
    answers: new Map([["*", {}]]),
    asked: [],
    routes: { bound: [], takesEveryPath: false, names: [], elsewhere: [], broken: [] },
    answering: { state: "answering", isRedirected: false },
    did: [],
    caFailure: null,
    providerFailure: null,
    misdirectedFailure: null,
    world: undefined as never,
  };
  fake.world = {
    clock: { now: () => fake.now },
    owner: "installation-1",
    graceInMs: 60_000,
    gatewayAddress: null,
    externalDns: { ownerId: null, prefix: "", suffix: "", wildcardReplacement: "" },
    registrableDomain: (host) => (host === "co.uk" ? null : host.split(".").slice(-2).join(".")),
    cluster: {
      ingresses: async () => fake.ingresses,
      nodeAddresses: async () => ({ external: fake.nodes, internal: internalNodes }),
      ownIngress: async () => fake.ownIngress,
      brokenNeighbours: async () => fake.brokenNeighbours,
      claims: async (host) => (fake.claims.length > 0 ? fake.claims : [{ ...shop, host }]),
      async claimsNow(host) {
        if (fake.claimsNow !== undefined) return fake.claimsNow;
        return { claims: await fake.world.cluster.claims(host), released: [] };
      },
      clientCa: async () => fake.clientCa,
      async answerMisdirected({ selector }) {
        if (fake.misdirectedFailure) throw fake.misdirectedFailure;
        fake.did.push(`421 ${JSON.stringify(selector)}`);
      },
      tlsSecret: async (namespace, name) => fake.secrets.get(`${namespace}/${name}`) ?? null,
      nameCredential: async (_target, name) => void fake.did.push(`name ${name}`),
    },
    dns: {
      title: "Test DNS",
      async zones(options) {
        if (fake.providerFailure) throw fake.providerFailure;
        if (options?.fresh) fake.zones.push(...fake.newZones.splice(0));
        return fake.zones;
      },
      async createZone(apex) {
        if (fake.newZones.some((zone) => zone.apex === apex)) throw new Error("a second zone of one name");
        const zone = { id: apex.replaceAll(".", "-"), apex, nameServers };
        fake.zones.push(zone);
        fake.did.push(`zone ${apex}`);
        return zone;
      },
      read: async (_zone, name, type) => fake.records.get(`${name} ${type}`) ?? null,
      records: async () => [...fake.records.values()],
      readAll: async (_zone, name) => [
        ...[...fake.records.values()]
          .filter((set) => set.name === name)
          .map((set) => ({ type: set.type, set, described: set.values.join(", ") })),
        ...(fake.foreign.get(name) ?? []),
      ],
      async change(_zone, changes, confirm) {
        await confirm?.();
        fake.did.push(...changeRecords(fake, changes));
      },
    },
    resolver: {
      delegation: async () => ({
        parent: fake.parent,
        answers: fake.delegated.map((values, index) => answer(`a${index}.net.test`, values)),
      }),
      async addresses(hostname) {
        const found = fake.resolved.get(hostname);
        if (found === undefined) throw new Failure("unreachable", `Nobody answers for ${hostname}.`);
        return {
          ipv4: found.filter((each) => !each.includes(":")),
          ipv6: found.filter((each) => each.includes(":")),
        };
      },
      signers: async () => fake.signers.map((signers, at) => ({ server: `a${at}.net.test`, signers })),
      ask: async (servers, name, type) => servers.map((server) => answerFrom(fake, server, { name, type })),
    },
    vault: fakeVault(fake),
    challengeType: "dns-01",
    responder: {
      async answer(_target, challenges) {
        fake.did.push(...challenges.map(({ token }) => `answer ${token}`));
        return fake.answering;
      },
      withdraw: async (host) => void fake.did.push(`withdraw answers ${host}`),
    },
    fallbackCas: [],
    keyType: "ec-p256",
    ca: {
      id: "https://ca.test/directory",
      title: "Test CA",
      caaIdentities: async () => ["ca.test"],
      async order() {
        if (fake.caFailure) throw fake.caFailure;
        const url = `order-${fake.orders.size + 1}`;
        const name = `_acme-challenge.${shop.host}`;
        fake.orders.set(url, {
          status: "pending",
          challenges: [{ name, value: `token-${url}`, status: "pending" }],
        });
        fake.did.push(url);
        return url;
      },
      async state(url) {
        return fake.orders.get(url) ?? { status: "invalid", problem: "no such order", gone: true };
      },
      nextPollAt: () => null,
      async accept(url) {
        fake.orders.set(url, { status: "ready" });
        fake.did.push(`accept ${url}`);
      },
      async finalize(url) {
        fake.orders.set(url, { status: "valid" });
        fake.did.push(`finalize ${url}`);
      },
      collect: async (url) => `SERIAL-${url}`,
      abandon: async (url) => void fake.did.push(`abandon ${url}`),
      outlook: async () => ({ uses: [], hindrance: null }),
      renewalWindow: async () => null,
      async revoke(certificate, reason) {
        if (fake.caFailure) throw fake.caFailure;
        fake.did.push(`revoke ${certificate} ${reason}`);
      },
    },
    prober: {
      async handshake(address) {
        if (fake.served === null) throw new Failure("unreachable", `${address} closed the connection.`);
        return { serial: fake.served, issuer: "Test CA", names: [shop.host], trusted: false };
      },
      async request({ scheme, address, port, host, path }) {
        const isStandard = port === (scheme === "https" ? 443 : 80);
        const url = `${scheme}://${host}${isStandard ? "" : `:${port}`}${path}`;
        fake.asked.push(`${url} at ${address}`);
        const plain = { status: 200, location: null, server: "istio-envoy", contentType: "text/html" };
        const more = { upstreamMs: 1, reason: null, names: [shop.host], milliseconds: 2 };
        return { ...plain, ...more, ...(fake.answers.get(url) ?? fake.answers.get("*")) };
      },
    },
    mesh: {
      routesOf: async () => fake.routes,
    },
  };
  return fake;
}
