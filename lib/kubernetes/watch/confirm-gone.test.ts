import { expect, test } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import type { Call, Reply } from "@/lib/kubernetes/client/call";
import { confirmGone, readObject } from "./confirm-gone";

function answering(status: number, body: unknown) {
  const calls: Call[] = [];
  const send = async (call: Call): Promise<Reply> => {
    calls.push(call);
    return { status, body, retryAfterSeconds: undefined };
  };
  return { calls, send };
}

function notFound(details: object | undefined, reason = "NotFound") {
  return { kind: "Status", apiVersion: "v1", status: "Failure", reason, code: 404, details };
}

function gateway(metadata: object) {
  return { apiVersion: "networking.istio.io/v1", kind: "Gateway", metadata, spec: {} };
}

const shop = { name: "shop", group: "networking.istio.io", kind: "gateways" };

test("an object is gone when a 404 names it, and is asked for by its own path", async () => {
  const client = answering(404, notFound(shop));
  expect(await confirmGone(client, "Gateway", "demo", "shop")).toBe("gone");
  expect(client.calls).toMatchObject([{ verb: "get", namespace: "demo", name: "shop" }]);
  const core = answering(404, notFound({ name: "demo", kind: "namespaces" }));
  expect(await confirmGone(core, "Namespace", null, "demo")).toBe("gone");
});

test.each([
  ["a kind that is not served", 404, notFound({})],
  ["a kind that is not served, of an older server", 404, notFound(undefined)],
  ["a 404 about the namespace", 404, notFound({ name: "demo", kind: "namespaces" })],
  [
    "a 404 about the same name of another group",
    404,
    notFound({ ...shop, group: "gateway.networking.k8s.io" }),
  ],
  ["a 404 about another object", 404, notFound({ ...shop, name: "other" })],
  ["a 404 of another reason", 404, notFound(shop, "Expired")],
  ["a proxy's page of status 404", 404, null],
  ["a text of status 404 in JSON", 404, "404 page not found"],
  ["a page of status 200", 200, null],
  ["a list instead of the object", 200, { kind: "GatewayList", metadata: {}, items: [] }],
  ["a Status of status 200", 200, notFound(shop)],
  ["another object of status 200", 200, gateway({ name: "other", namespace: "demo" })],
  ["the same name of another namespace", 200, gateway({ name: "shop", namespace: "other" })],
  ["no credentials", 401, notFound(shop)],
  ["no permission", 403, notFound(shop)],
  ["410", 410, notFound(shop)],
  ["overload", 429, notFound(shop)],
  ["an error", 500, notFound(shop)],
  ["a server that starts", 503, notFound(shop)],
])("%s leaves in doubt whether the object is gone", async (_, status, body) => {
  expect(await confirmGone(answering(status, body), "Gateway", "demo", "shop")).toBe("unknown");
});

test("a server that does not answer leaves it in doubt, without an error", async () => {
  const send = () => Promise.reject(new Failure("unreachable", "connection refused"));
  expect(await readObject({ send }, "Gateway", "demo", "shop")).toEqual({
    presence: "unknown",
    object: null,
  });
});

test("an object that is there is given, also one that its finalizers hold back from being deleted", async () => {
  const held = gateway({
    name: "shop",
    namespace: "demo",
    uid: "u2",
    deletionTimestamp: "2026-01-01T00:00:00Z",
  });
  expect(await readObject(answering(200, held), "Gateway", "demo", "shop")).toEqual({
    presence: "present",
    object: held,
  });
});
