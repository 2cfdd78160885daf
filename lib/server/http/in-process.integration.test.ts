import { afterEach, expect, test, vi } from "vitest";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { SecretText } from "@/lib/model/secret-text";
import { createAccess } from "@/lib/server/access/access";
import { lamiaDecides } from "../access/decider";
import { answerInProcess, provideHandlers } from "./handlers";
import { readiness, serveMetrics } from "./probes";
import { answerApi } from "./rest-api";

const pages = {
  standing: async () => "stranger" as const,
  userWithoutRole: async () => null,
  signInWays: async () => ({ users: false, token: true, oidc: null }),
};
provideHandlers({ api: answerApi, readiness, metrics: serveMetrics, ...pages });

const token = "correct-horse";
const shared = globalThis as { lamiaPanel?: unknown };

/** Just enough of a panel for an answer that reads nothing from the cluster. */
function stubPanel(environment: object) {
  const catchUp = vi.fn(async () => {});
  const metrics = { observeRequest: vi.fn() };
  const settings = { LAMIA_HOSTS: [], LAMIA_SESSION_HOURS: 1, LAMIA_SESSION_IDLE_HOURS: 1, ...environment };
  const store = { onChange: () => () => {}, people: {}, signIns: {} };
  const parts = { environment: settings, store, home: {}, onTokenUsed: () => {}, onSlowed: () => {} };
  const access = createAccess(parts as unknown as Parameters<typeof createAccess>[0]);
  shared.lamiaPanel = Promise.resolve({
    installation: { environment: settings, access, metrics, log: { error: vi.fn() } },
    clusters: [{ mesh: { catchUp }, decider: lamiaDecides({} as ClusterClient) }],
  });
  return { catchUp, metrics };
}
afterEach(() => {
  delete shared.lamiaPanel;
});

const statusOf = async (path: string, headers: Record<string, string> = {}) =>
  (await answerInProcess(path, new Headers({ host: "localhost:3000", ...headers }))).status;

test("pages contain nothing of the cluster for users who aren't signed in", async () => {
  const { catchUp } = stubPanel({ LAMIA_API_TOKEN: new SecretText(token) });
  expect(await statusOf("/overview")).toBe(401);
  expect(await statusOf("/gateways?limit=100")).toBe(401);
  expect(await statusOf("/virtual-clusters/vamp-demo/gateways/shop", { cookie: "lamia_session=1.x" })).toBe(
    401,
  );
  expect(catchUp).not.toHaveBeenCalled();
});

test("a page requested by a foreign name doesn't either", async () => {
  const { catchUp } = stubPanel({});
  expect(await statusOf("/overview", { host: "attacker.example" })).toBe(421);
  expect(catchUp).not.toHaveBeenCalled();
});

test("signed-in users pass, and the read counts as a request to that operation", async () => {
  const { catchUp, metrics } = stubPanel({ LAMIA_API_TOKEN: new SecretText(token) });
  await statusOf("/virtual-clusters/a%20b/gateways/shop", { authorization: `Bearer ${token}` });
  expect(catchUp).toHaveBeenCalledOnce();
  expect(metrics.observeRequest).toHaveBeenCalledWith(
    "get",
    "/virtual-clusters/{vc}/gateways/{name}",
    expect.any(Number),
    expect.any(Number),
  );
});
