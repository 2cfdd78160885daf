import { afterAll, beforeAll, expect, test } from "vitest";
import type { CertificateFact } from "@/lib/gateway/certificate/certificate-fact";
import { encoded } from "@/lib/kubernetes/objects/secret-object";
import { keyPair } from "../testing/key-pair";
import {
  delegateAtOnce,
  putGateway,
  reportOf,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "../testing/test-panel";
import { announceForeignEnds, announceNearEnds } from "./watch-certificates";

const dayInMs = 86_400_000;
const host = "shop.democluster.net";
let panel: TestPanel;

beforeAll(async () => {
  panel = await startTestPanel();
});
afterAll(() => panel?.close());

const fact = () => {
  const report = reportOf(panel, "shop", host, "certificate");
  return report?.state === "done" ? (report.fact as CertificateFact) : undefined;
};
const sent = async () =>
  (await panel.installation.store.notifications.list({ limit: 50 })).items.filter(({ title }) =>
    title.startsWith("Certificate expires"),
  );

test("a certificate whose renewal fails is reported in its last week, once, and not before", async () => {
  const { cluster, installation, sandbox } = panel;
  const parts = { ...cluster, store: installation.store };
  delegateAtOnce(sandbox);
  putGateway(sandbox, "shop", host);
  const { serial, notAfter } = await waitUntil("the certificate is there", fact);
  const threeDaysBefore = new Date(Date.parse(notAfter) - 3.5 * dayInMs);
  await announceNearEnds(parts, threeDaysBefore);
  expect(await sent()).toEqual([]);

  sandbox.levers.caRetryAfterSeconds = 60;
  sandbox.acme.suggestRenewal(serial);
  await cluster.walking?.runner.wake(host, { fresh: true });
  const failing = await waitUntil("the renewal fails", () => (fact()?.renewalProblem ? fact() : undefined));
  expect(failing.serial).toBe(serial);

  await announceNearEnds(parts, new Date(Date.parse(notAfter) - 8 * dayInMs));
  expect(await sent()).toEqual([]);
  await announceNearEnds(parts, threeDaysBefore);
  await announceNearEnds(parts, threeDaysBefore);
  expect(await sent()).toMatchObject([{ level: "error", title: `Certificate expires in 3 days: ${host}` }]);
});

test("a certificate of others that a Gateway names is reported in its last week and when it has expired, each once", async () => {
  const { cluster, installation, sandbox } = panel;
  const { mesh, cache } = cluster;
  const parts = { mesh, cache, store: installation.store };
  const year = new Date().getUTCFullYear();
  const { chain, key } = await keyPair("foreign.democluster.net", year);
  const { objects } = sandbox.kubernetes;
  objects.put(
    { group: "", plural: "secrets" },
    {
      apiVersion: "v1",
      kind: "Secret",
      type: "kubernetes.io/tls",
      metadata: { name: "foreign", namespace: "istio-system" },
      data: { "tls.crt": encoded(chain), "tls.key": encoded(key) },
    },
  );
  const port = { number: 443, name: "https", protocol: "HTTPS" };
  const tls = { mode: "SIMPLE", credentialName: "foreign" };
  objects.put(
    { group: "networking.istio.io", plural: "gateways" },
    {
      apiVersion: "networking.istio.io/v1",
      kind: "Gateway",
      metadata: { name: "foreign", namespace: "vamp-demo" },
      spec: {
        selector: { istio: "ingressgateway" },
        servers: [{ port, hosts: ["foreign.democluster.net"], tls }],
      },
    },
  );
  await waitUntil("the Gateway is known", () => cache.get("Gateway", "vamp-demo", "foreign"));
  const notices = async () =>
    (await installation.store.notifications.list({ limit: 50 })).items
      .filter(({ title }) => title.includes("istio-system/foreign"))
      .map(({ level, title }) => `${level} ${title}`);
  const end = Date.parse(`${year + 1}-01-01T00:00:00Z`);
  await announceForeignEnds(parts, new Date(end - 8 * dayInMs));
  expect(await notices()).toEqual([]);
  for (const days of [6.5, 5.5]) await announceForeignEnds(parts, new Date(end - days * dayInMs));
  expect(await notices()).toEqual(["warning Certificate expires in 6 days: Secret istio-system/foreign"]);
  for (const days of [1, 2]) await announceForeignEnds(parts, new Date(end + days * dayInMs));
  expect((await notices()).toSorted()).toEqual([
    "error Certificate expired: Secret istio-system/foreign",
    "warning Certificate expires in 6 days: Secret istio-system/foreign",
  ]);
});
