import { expect, test } from "vitest";
import { vaultSecretName } from "@/lib/kubernetes/vault/vault-store";
import { compareAll } from "./comparison";

/** No cluster is without Namespaces. */
const listed =
  (secrets: readonly unknown[] = []) =>
  (kind: string) =>
    kind === "Namespace" ? [{ metadata: { name: "kube-system" } }] : kind === "Secret" ? secrets : [];

/** Each host's answers are in the cluster, and its order is under way. */
function parts(hosts: readonly string[], walked: readonly string[], held: readonly [string, string][]) {
  const withdrawn: string[] = [];
  const warned: unknown[] = [];
  const compared = {
    cache: { list: listed(), stateOf: () => ({ state: "connected" }) },
    index: {
      has: () => false,
      hosts: () => walked,
      targetsOf: (host: string) =>
        walked
          .filter((each) => each === host)
          .map(() => ({ host, gateway: { namespace: "a", name: "shop" } })),
    },
    store: {
      walks: { keys: async () => [] },
      cleanups: {
        hosts: async () => [],
        pending: async () => held.map(([host, state]) => ({ host, state })),
      },
    },
    runner: { ensureVisits: async () => undefined },
    cleanups: { begin: async () => undefined, withdrawWanted: async () => undefined },
    worlds: {
      providersOf: async () => [],
      forgetSettings: async () => undefined,
      async orderOf(host: string) {
        if (host.startsWith("unreadable")) throw new Error("order.json is no JSON");
        return host.startsWith("over") ? null : { collected: false, answers: [{ host }] };
      },
    },
    responder: { hosts: async () => hosts, withdraw: async (host: string) => void withdrawn.push(host) },
    misdirected: { tidy: async () => {} },
    owner: "installation-1",
    vaultNamespace: "lamia",
    log: { warn: (what: unknown) => void warned.push(what) },
  } as unknown as Parameters<typeof compareAll>[0];
  return { compared, withdrawn, warned };
}

test("an unreadable order keeps its answers, and doesn't keep anything else from being compared", async () => {
  const hosts = ["unreadable.test", "over.test", "open.test"];
  const { compared, withdrawn, warned } = parts(hosts, hosts, []);
  expect(await compareAll(compared)).toBe(true);
  expect(withdrawn).toEqual(["over.test"]);
  expect(warned).toEqual([expect.objectContaining({ host: "unreadable.test" })]);
});

test("answers of a host that nobody walks any more go, unless its cleanup is kept or stopped", async () => {
  const { compared, withdrawn } = parts(
    ["walked.test", "released.test", "kept.test", "braked.test", "grace.test"],
    ["walked.test"],
    [
      ["kept.test", "kept"],
      ["braked.test", "braked"],
      ["grace.test", "grace"],
    ],
  );
  await compareAll(compared);
  expect(withdrawn).toEqual(["released.test", "grace.test"]);
});

test("a provider that finds zones only by a name is asked for the hosts that its virtual clusters have or had, and no others", async () => {
  const { compared, warned } = parts([], [], []);
  const begun: { host: string }[] = [];
  const asked: unknown[] = [];
  const target = (namespace: string, host: string) => ({ host, gateway: { namespace, name: "shop" } });
  const targets = [target("a", "one.x.net"), target("a", "two.x.net"), target("b", "secret.y.net")];
  const name = "_lamia.orphan.z.net";
  const mark = "heritage=lamia,owner=installation-1,gateway=a/shop,records=";
  Object.assign(compared.index, {
    hosts: () => targets.map(({ host }) => host),
    targetsOf: (host: string) => targets.filter((each) => each.host === host),
  });
  const gone = { host: "gone.z.net", virtualCluster: "a" };
  Object.assign(compared.store.cleanups, { hosts: async () => [gone, { ...gone, host: "192.0.2.1" }] });
  Object.assign(compared.cleanups, { begin: async (all: { host: string }[]) => void begun.push(...all) });
  const zone = { id: "z", apex: "z.net", nameServers: [] };
  const dns = {
    title: "By name",
    async zones(query: { holding?: string }) {
      asked.push(query.holding);
      return query.holding === gone.host ? [zone] : [];
    },
    records: async () => [{ name, type: "TXT", ttlSeconds: 60, values: [mark] }],
  };
  Object.assign(compared.worlds, { providersOf: async () => [{ dns, users: ["a", "c"] }] });
  expect(await compareAll(compared)).toBe(true);
  expect(asked).toEqual([undefined, "two.x.net", "gone.z.net"]);
  expect(begun.map(({ host }) => host)).toEqual(["orphan.z.net"]);
  expect(warned).toEqual([]);
});

test("keys that nobody needs, and copies of a shared key, are removed through the virtual cluster that they are for", async () => {
  const { compared } = parts([], [], []);
  const begun: { host: string; payload: unknown }[] = [];
  const secret = (namespace: string, name: string, host: string, keyDigest: string, holder?: string) => ({
    metadata: {
      namespace,
      name,
      labels: { "app.kubernetes.io/managed-by": "lamia" },
      annotations: { "lamia.dev/host": host, ...(holder ? { "lamia.dev/virtual-cluster": holder } : {}) },
    },
    keyDigest,
  });
  const vault = (host: string, keyDigest: string, holder: string) =>
    secret("lamia", vaultSecretName(host), host, keyDigest, holder);
  const secrets = [
    vault("*.x.net", "wild", "a"),
    vault("*.y.net", "other", "gone"),
    secret("istio-system", "records-only", "shop.x.net", "wild"),
    secret("istio-system", "of-another-installation", "shop.z.net", "unknown"),
  ];
  const managed = { metadata: { name: "a", labels: { "lamia.dev/managed": "true" } } };
  Object.assign(compared.cache, {
    list: listed(secrets),
    get: (_kind: string, _namespace: null, name: string) => (name === "a" ? managed : null),
  });
  Object.assign(compared.cleanups, { begin: async (all: typeof begun) => void begun.push(...all) });
  await compareAll(compared);
  expect(begun.map(({ host, payload }) => [host, payload])).toEqual([
    ["*.x.net", { reachedBy: "a" }],
    ["*.y.net", { reachedBy: "gone" }],
    ["shop.x.net", { reachedBy: "a" }],
  ]);
});

test("a cluster that lists no Namespaces isn't seen yet, so nothing in it counts as unwanted", async () => {
  const { compared, withdrawn } = parts(["over.test"], [], []);
  const cache = { ...compared.cache, list: () => [] };
  const begun: unknown[] = [];
  const cleanups = { ...compared.cleanups, begin: async (found: unknown) => void begun.push(found) };
  expect(await compareAll({ ...compared, cache, cleanups })).toBe(true);
  expect([withdrawn, begun]).toEqual([[], []]);
});
