import { afterAll, beforeAll, expect, test } from "vitest";
import {
  delegateAtOnce,
  hostOf,
  isServing,
  putGateway,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "@/lib/server/testing/test-panel";

let panel: TestPanel;

beforeAll(async () => {
  panel = await startTestPanel(undefined, { behindProxy: true });
  delegateAtOnce(panel.sandbox);
  // The zone, the CA's account, and Lamia's namespace are created once for each installation.
  await serve("before", "before-tls");
  // Otherwise it would be 20 seconds after the start, in the middle of a certificate on a slow machine.
  await panel.installation.rights.check();
});
afterAll(async () => panel?.close());

/**
 * Waits until the site is served and its order has been removed; returns the requests to the API server in that time.
 */
async function serve(name: string, credentialName: string): Promise<string[]> {
  const host = hostOf(name);
  panel.proxy.passed.length = 0;
  putGateway(panel.sandbox, name, host, { credentialName });
  await waitUntil(`${name} serves`, () => isServing(panel, name));
  const { vault } = await panel.cluster.worlds.worldFor("vamp-demo");
  await waitUntil("the order is put away", async () => (await vault.read(host)).order === null);
  return (
    panel.proxy.passed
      .filter((request) => !request.includes("watch="))
      .map((request) => request.replace(/\?.*$/, "").replace(/lamia-host-\S+/, "<keys>"))
      // The regular comparison of everything that is ours lists whole kinds, whatever the number of hosts.
      .filter((request) => !/^GET \/apis?\/([^/]+\/)?v1\/[a-z]+$/.test(request))
  );
}

const keys = "/api/v1/namespaces/lamia-system/secrets";
const beside = "/api/v1/namespaces/istio-system/secrets";

test("a first certificate costs one read and six writes", async () => {
  expect(await serve("named", "named-tls")).toEqual([
    `GET ${beside}/named-tls`,
    `POST ${keys}`,
    `PATCH ${keys}/<keys>`,
    `PATCH ${keys}/<keys>`,
    `PATCH ${keys}/<keys>`,
    `POST ${beside}`,
    `PATCH ${keys}/<keys>`,
  ]);
});

test("and one more write if the Gateway doesn't name the Secret, with a read of what the audit keeps", async () => {
  const asked = await serve("unnamed", "");
  expect(asked).toHaveLength(9);
  expect(asked.filter((request) => /^GET .*\/gateways\/unnamed$/.test(request))).toHaveLength(1);
  expect(asked.filter((request) => /^PATCH .*\/gateways\/unnamed$/.test(request))).toHaveLength(1);
});
