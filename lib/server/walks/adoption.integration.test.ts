import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "@/lib/api/page";
import type { AdoptionView, TlsSecretView } from "@/lib/api/tls-secret";
import { encoded } from "@/lib/kubernetes/objects/secret-object";
import { credentialNameFor } from "@/lib/model/secured-hosts";
import { adoptHost, giveBackHost, readAdoption } from "@/lib/server/operations/adoption";
import { listTlsSecrets } from "@/lib/server/operations/tls-secrets";
import { call, thrownProblem } from "@/lib/server/testing/call";
import { type KeyPair, keyPair } from "@/lib/server/testing/key-pair";
import {
  delegateAtOnce,
  hostOf,
  isServing,
  putRoute,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "@/lib/server/testing/test-panel";

let panel: TestPanel;
beforeAll(async () => {
  panel = await startTestPanel();
  delegateAtOnce(panel.sandbox);
});
afterAll(async () => panel?.close());

const secrets = { group: "", plural: "secrets" };
const gateways = { group: "networking.istio.io", plural: "gateways" };
const oldSerial = "2B";

async function putSecret(name: string, { chain, key }: KeyPair): Promise<void> {
  panel.sandbox.kubernetes.objects.put(secrets, {
    apiVersion: "v1",
    kind: "Secret",
    type: "kubernetes.io/tls",
    metadata: { name, namespace: "istio-system" },
    data: { "tls.crt": encoded(chain), "tls.key": encoded(key) },
  });
}

const secretOf = (name: string) => panel.sandbox.kubernetes.objects.get(secrets, "istio-system", name);
const gatewayOf = (name: string) => panel.sandbox.kubernetes.objects.get(gateways, "vamp-demo", name);
const credentialOf = (name: string) =>
  (gatewayOf(name) as { spec?: { servers?: { tls?: { credentialName?: string } }[] } } | null)?.spec
    ?.servers?.[0]?.tls?.credentialName;

/** A Gateway that serves its hosts from the Secret `<name>-tls`, with nothing of Lamia's in it. */
function putForeign(name: string, hosts: string[], annotations?: Record<string, string>): void {
  putRoute(panel.sandbox, name, hosts[0] ?? "");
  panel.sandbox.kubernetes.objects.put(gateways, {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: { name, namespace: "vamp-demo", ...(annotations ? { annotations } : {}) },
    spec: {
      selector: { istio: "ingressgateway" },
      servers: [
        {
          port: { number: 443, name: "https", protocol: "HTTPS" },
          hosts,
          tls: { mode: "SIMPLE", credentialName: `${name}-tls` },
        },
      ],
    },
  });
}

/** Serial of the certificate that the ingress presents; null if the handshake fails. */
function presented(host: string): Promise<string | null> {
  const { address, ports } = panel.sandbox.file.ingress;
  return new Promise((resolve) => {
    const socket = connect(
      { host: address, port: ports["443"], servername: host, rejectUnauthorized: false },
      () => {
        resolve(socket.getPeerX509Certificate()?.serialNumber ?? null);
        socket.destroy();
      },
    );
    socket.on("error", () => resolve(null));
    socket.on("close", () => resolve(null));
  });
}

/** Shakes hands again and again until it is ended; every change of the answer is noted. */
function visitors(host: string) {
  const seen: (string | null)[] = [];
  let count = 0;
  let isOver = false;
  const visiting = (async () => {
    while (!isOver) {
      const serial = await presented(host);
      count += 1;
      if (seen.at(-1) !== serial) seen.push(serial);
      await sleep(2);
    }
  })();
  return {
    seen,
    async end() {
      isOver = true;
      await visiting;
      return { seen, count };
    },
  };
}

const listed = async (gateway: string) =>
  (await call<Page<TlsSecretView>>(panel.cluster, listTlsSecrets, { query: { gateway } })).items;

test("Lamia takes over a host, and gives it back, without one failed handshake; the old Secret stays as it was", async () => {
  const name = "theirs";
  const host = hostOf(name);
  const secret = `${name}-tls`;
  await putSecret(secret, await keyPair(host, new Date().getUTCFullYear()));
  putForeign(name, [host]);
  await waitUntil("the old certificate is served", async () => (await presented(host)) === oldSerial);
  const item = await waitUntil("the Secret is listed", async () =>
    (await listed(name)).find(({ certificate }) => certificate),
  );
  expect(item).toMatchObject({
    namespace: "istio-system",
    name: secret,
    certificate: { names: [host], issuer: "Test", keyType: "EC P-256", incompleteChain: false },
    uses: [{ virtualCluster: "vamp-demo", gateway: name, port: 443, use: "serves", host, uncovered: [] }],
  });
  expect(JSON.stringify(item)).not.toMatch(/PRIVATE|BEGIN|tls\.key/);

  const before = secretOf(secret);
  const params = { vc: "vamp-demo", name };
  const read = () =>
    call<AdoptionView>(panel.cluster, readAdoption, { params, query: { port: "443", host, secret } });
  const plan = await read();
  const becomes = credentialNameFor(host);
  expect(plan).toMatchObject({
    use: "serves",
    places: [`istio-system/${secret}`],
    becomes,
    obstacles: [],
  });
  const crowd = visitors(host);
  await call(panel.cluster, adoptHost, { params, body: plan });
  expect(credentialOf(name)).toBe(secret);
  const again = await thrownProblem(call(panel.cluster, adoptHost, { params, body: plan }));
  expect(again.status).toBe(409);
  await waitUntil("Lamia's certificate is served", () => isServing(panel, name));
  await waitUntil("visitors see it", () => crowd.seen.length > 1);
  expect(credentialOf(name)).toBe(becomes);
  expect(secretOf(secret)).toEqual(before);
  expect(gatewayOf(name)?.metadata.annotations).toEqual({
    "lamia.dev/secured-hosts": `443=${host}`,
    "lamia.dev/replaced-secrets": `443=${host}=${secret}`,
  });

  const back = await waitUntil("the cache has the Gateway", async () => {
    const now = await read().catch(() => null);
    return now?.use === "replaced" && now;
  });
  expect(back).toMatchObject({ hasRecords: true, obstacles: [] });
  await call(panel.cluster, giveBackHost, { params, body: back });
  await waitUntil("the old certificate is served", () => crowd.seen.at(-1) === oldSerial);
  await waitUntil("Lamia's Secret is cleaned up", () => !secretOf(becomes));
  await sleep(50);
  const { seen, count } = await crowd.end();
  expect(seen).toEqual([oldSerial, expect.any(String), oldSerial]);
  expect(seen).not.toContain(null);
  expect(count).toBeGreaterThan(20);
  expect(secretOf(secret)).toEqual(before);
  expect(gatewayOf(name)?.metadata.annotations ?? {}).toEqual({});
  const { items } = await panel.installation.store.events.list({ host });
  expect(items.map(({ type }) => type)).toEqual(expect.arrayContaining(["adoption.begun", "adoption.ended"]));
});

test("a server with hosts that Lamia's certificate would not cover is left alone, and told why", async () => {
  const name = "several";
  const hosts = [hostOf(name), `www.${hostOf(name)}`];
  await putSecret(`${name}-tls`, await keyPair(hosts[0] ?? "", new Date().getUTCFullYear()));
  putForeign(name, hosts);
  const params = { vc: "vamp-demo", name };
  const query = { port: "443", host: hosts[0] ?? "", secret: `${name}-tls` };
  const plan = await waitUntil("the Gateway is known", () =>
    call<AdoptionView>(panel.cluster, readAdoption, { params, query }).catch(() => null),
  );
  expect(plan.obstacles).toMatchObject([{ note: expect.stringContaining(hosts[1] ?? "") }]);
  const refused = await thrownProblem(call(panel.cluster, adoptHost, { params, body: plan }));
  expect(refused).toMatchObject({ status: 409 });
  expect(gatewayOf(name)?.metadata.annotations).toBeUndefined();
  const item = await waitUntil("it is read", async () =>
    (await listed(name)).find((each) => each.certificate),
  );
  expect(item.uses[0]?.uncovered).toEqual([hosts[1]]);
});

test("a missing Secret is listed, unless Lamia is about to write it", async () => {
  putForeign("nowhere", [hostOf("nowhere")]);
  const item = await waitUntil("it is looked for", async () =>
    (await listed("nowhere")).find(({ state }) => state === "absent"),
  );
  expect(item).toMatchObject({ name: "nowhere-tls", certificate: null });
});

test("a takeover can be stopped although the old Secret isn't good; what isn't known about records is warned of", async () => {
  const name = "stuck";
  const host = "stuck.nobody-hosts-this.net";
  const secret = `${name}-tls`;
  putForeign(name, [host, `www.${host}`], {
    "lamia.dev/secured-hosts": `443=${host}`,
    "lamia.dev/replace-secrets": `443=${host}=${secret}`,
  });
  const params = { vc: "vamp-demo", name };
  const query = { port: "443", host, secret };
  const plan = await waitUntil("it is known as missing", async () => {
    const now = await call<AdoptionView>(panel.cluster, readAdoption, { params, query }).catch(() => null);
    return now?.state === "absent" && now;
  });
  expect(plan).toMatchObject({ use: "replacing", obstacles: [], hasRecords: true });
  await call(panel.cluster, giveBackHost, { params, body: plan });
  expect(gatewayOf(name)?.metadata.annotations ?? {}).toEqual({});
  expect(credentialOf(name)).toBe(secret);
});
