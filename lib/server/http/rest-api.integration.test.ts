import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SecretText } from "@/lib/model/secret-text";
import { putRoute, startAnsweringPanel, type TestPanel, waitUntil } from "@/lib/server/testing/test-panel";
import { newSession, sessionCookie } from "./authentication";
import { answerApi } from "./rest-api";

/** The REST API, without Next in front of it. */
let panel: TestPanel;

beforeAll(async () => {
  panel = await startAnsweringPanel();
});
afterAll(async () => panel?.close());

interface Answer {
  status: number;
  type: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
  headers: Headers;
}

async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const url = new URL(`http://panel.test/api/v1${path}`);
  const token = panel.installation.environment.LAMIA_API_TOKEN?.reveal();
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const request = new Request(url, {
    method: method.toUpperCase(),
    headers: {
      authorization: `Bearer ${token}`,
      accept: "application/json",
      "content-type": "application/json",
      // Every client sends the header with a body; only an unsent `Request` doesn't.
      ...(text === undefined ? {} : { "content-length": String(Buffer.byteLength(text)) }),
      ...headers,
    },
    ...(text === undefined ? {} : { body: text }),
  });
  const response = await answerApi(request);
  const answer = await response.text();
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    body: answer === "" ? null : JSON.parse(answer),
    headers: response.headers,
  };
}

const gateways = "/virtual-clusters/vamp-demo/gateways";
const metadata = "/virtual-clusters/vamp-demo/metadata";
const server = {
  securedHost: "rest.democluster.net",
  hosts: ["rest.democluster.net"],
  port: 443,
  protocol: "HTTPS",
};
const form = { name: "rest", labels: {}, metadata: {}, servers: [server] };

describe("signing in", () => {
  test("is required, with the bearer token or the cookie that it gives", async () => {
    const without = await call("get", "/status", undefined, { authorization: "" });
    expect(without).toMatchObject({ status: 401, type: "application/problem+json" });
    expect(without.headers.get("www-authenticate")).toContain("Bearer");
    expect((await call("get", "/status", undefined, { authorization: "Bearer wrong" })).status).toBe(401);
    const session = newSession(panel.installation.environment.LAMIA_API_TOKEN ?? new SecretText(""));
    const cookie = { authorization: "", cookie: `${sessionCookie}=${session}` };
    expect((await call("get", "/status", undefined, cookie)).status).toBe(200);
    expect((await call("get", "/status", undefined, { ...cookie, cookie: `${cookie.cookie}x` })).status).toBe(
      401,
    );
  });

  test("rejects a wrong token at its field and sets a cookie that scripts can't read", async () => {
    const wrong = await call("post", "/session", { token: "wrong" });
    expect(wrong.body.errors).toEqual([{ path: ["token"], message: "This isn’t the token." }]);
    const right = await call("post", "/session", {
      token: panel.installation.environment.LAMIA_API_TOKEN?.reveal(),
    });
    expect(right.headers.get("set-cookie")).toMatch(/HttpOnly; SameSite=Strict/);
  });

  test("doesn't let a page of another origin write", async () => {
    const foreign = await call(
      "post",
      "/notifications/read",
      { ids: "all" },
      { origin: "https://evil.test", host: "panel.test" },
    );
    expect(foreign.status).toBe(403);
  });
});

describe("requests", () => {
  test("that aren't JSON, are too large or have an unknown shape are rejected with a problem that says where", async () => {
    expect((await call("post", gateways, "{oops")).body).toMatchObject({
      status: 400,
      detail: "The body isn’t valid JSON.",
    });
    expect((await call("post", gateways, "x".repeat(2_200_000))).status).toBe(413);
    expect((await call("post", gateways, "<a/>", { "content-type": "text/xml" })).status).toBe(415);
    const wrong = await call("post", gateways, { ...form, servers: [{ ...server, hosts: ["not a host"] }] });
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors[0].path).toEqual(["servers", 0, "hosts", 0]);
    expect((await call("get", "/gateways?limit=0")).body.errors[0].path).toEqual(["limit"]);
    expect((await call("get", "/gateways?cursor=%25")).status).toBe(400);
  });

  test("for missing objects are answered 404 by name", async () => {
    expect((await call("get", "/virtual-clusters/nowhere")).body.detail).toContain("nowhere");
    expect((await call("get", `${gateways}/nothing`)).body.detail).toContain("nothing");
    expect((await call("delete", `${gateways}/nothing`)).status).toBe(404);
  });
});

describe("virtual clusters", () => {
  test("are the labeled namespaces; others are listed on request with the reason, and can be added", async () => {
    const listed = await call("get", "/virtual-clusters");
    expect(listed.body.items.map(({ name }: { name: string }) => name)).toEqual(["vamp-demo"]);
    const all = await call("get", "/virtual-clusters?show=all&q=default");
    expect(all.body.items[0]).toMatchObject({ name: "default", managed: false });
    expect(all.body.items[0].reason).toContain("kubectl label namespace default");
    const taken = await call("patch", "/virtual-clusters/default", { managed: true });
    expect(taken.body).toMatchObject({ name: "default", managed: true });
    expect((await call("patch", "/virtual-clusters/default", { managed: false })).body.managed).toBe(false);
  });
});

describe("metadata", () => {
  test("merges, removes by null, and never returns a secret", async () => {
    await call("patch", metadata, { team: "shop", google_project_id: "other-project" });
    const removed = await call("patch", metadata, { team: null, google_project_id: "democluster-project" });
    expect(removed.body.items.find(({ key }: { key: string }) => key === "team")).toBeUndefined();
    const secret = removed.body.items.find(({ key }: { key: string }) => key === "google_service_account");
    expect(secret).toMatchObject({ secret: true, set: true, summary: { project: "democluster-project" } });
    const key = JSON.parse(readFileSync(panel.sandbox.file.googleServiceAccountFile, "utf8")) as {
      private_key: string;
    };
    expect(JSON.stringify(removed.body)).not.toContain(key.private_key.split("\n")[1]);
    expect(secret.value).toBeUndefined();
  });

  test("reports an invalid value at its key, and rejects a private key under a plain one", async () => {
    const bad = await call("patch", metadata, { google_service_account: '{"type": "authorized_user"}' });
    expect(bad.status).toBe(422);
    expect(bad.body.errors[0].path).toEqual(["google_service_account"]);
    const plain = await call("patch", metadata, { note: '{"private_key": "-----BEGIN PRIVATE KEY-----"}' });
    expect(plain.body.errors[0].message).toContain("google_service_account");
  });

  test("can be checked before it is stored", async () => {
    const changes = { google_project_id: "unknown-project" };
    const { body } = await call("post", `${metadata}/check`, { changes });
    expect(body).toMatchObject({ ok: false, provider: "Google Cloud DNS" });
    const half = await call("post", `${metadata}/check`, { changes: { google_project_id: null } });
    expect(half.body).toMatchObject({
      ok: false,
      note: expect.stringContaining("google_project_id is missing"),
    });
    const odd = await call("post", `${metadata}/check`, { changes: { google_project_id: "No Project" } });
    expect(odd.body.errors[0].path).toEqual(["google_project_id"]);
    expect((await call("post", `${metadata}/check`)).body.ok).toBe(true);
  });

  test("can be checked against the provider", async () => {
    expect((await call("post", `${metadata}/check`)).body).toMatchObject({
      ok: true,
      provider: "Google Cloud DNS",
    });
    panel.sandbox.levers.providerUnavailable = true;
    const down = await call("post", `${metadata}/check`);
    panel.sandbox.levers.providerUnavailable = false;
    expect(down.body.ok).toBe(false);
    expect(down.body.remedy).toBeTruthy();
  });
});

describe("gateways", () => {
  test("are created, read with their walk, changed, checked and deleted", async () => {
    panel.sandbox.levers.autoDelegateAfterSeconds = 0;
    const created = await call("post", gateways, form);
    expect(created.status, JSON.stringify(created.body)).toBe(201);
    expect((await call("post", gateways, form)).body).toMatchObject({
      status: 409,
      errors: [{ path: ["name"] }],
    });
    const unrouted = await waitUntil("the ingress answers 404", async () => {
      const { body } = await call("get", `${gateways}/rest`);
      return body.securedHosts[0]?.state === "blocked" ? body.securedHosts[0] : null;
    });
    expect(unrouted).toMatchObject({ trusted: false });
    expect(unrouted.steps.at(-1)).toMatchObject({
      id: "answering",
      remedy: expect.stringContaining("VirtualService"),
    });
    putRoute(panel.sandbox, "rest", server.securedHost);
    const served = await waitUntil("the site is served", async () => {
      const { body } = await call("get", `${gateways}/rest`);
      return body.securedHosts[0]?.state === "serving" ? body : null;
    });
    const [host] = served.securedHosts;
    expect(host.steps.map(({ id }: { id: string }) => id)).toEqual([
      "address",
      "zone",
      "delegation",
      "record",
      "certificate",
      "secret",
      "serving",
      "answering",
    ]);
    expect(host).toMatchObject({
      host: server.securedHost,
      port: 443,
      address: panel.sandbox.file.ingress.address,
    });
    expect(host.nameServers).toHaveLength(4);
    expect(host.certificate.names).toEqual([server.securedHost]);
    const changed = await call("put", `${gateways}/rest?resourceVersion=${served.resourceVersion}`, {
      ...form,
      labels: { tier: "edge" },
    });
    expect(changed.body.labels, JSON.stringify(changed.body)).toEqual({ tier: "edge" });
    expect((await call("put", `${gateways}/rest?resourceVersion=1`, form)).status).toBe(409);
    expect((await call("put", `${gateways}/rest`, { ...form, name: "other" })).body.errors[0].path).toEqual([
      "name",
    ]);
    expect((await call("post", `${gateways}/rest/check`)).status).toBe(202);
    expect((await call("get", "/certificates")).body.items[0]).toMatchObject({
      host: server.securedHost,
      gateway: "rest",
    });
    expect((await call("delete", `${gateways}/rest`)).status).toBe(204);
    await waitUntil("everything of it is removed", async () => {
      const { body } = await call("get", "/cleanup-tasks");
      return body.items.some(({ state }: { state: string }) => state === "done");
    });
    const types = (await call("get", "/events?gateway=rest")).body.items.map(
      ({ type }: { type: string }) => type,
    );
    expect(types).toContain("answering");
    const ofObject = async (kind: string) => (await call("get", `/events?kind=${kind}&name=rest`)).body.items;
    expect(await ofObject("Gateway")).not.toEqual([]);
    expect(await ofObject("Service"), "a Service named like the gateway has events of its own").toEqual([]);
    expect((await call("get", "/notifications")).body.unread).toBeGreaterThan(0);
  });

  test("preview the zone, the record and the challenge of a Secured Host", async () => {
    const { body } = await call("get", "/virtual-clusters/vamp-demo/dns-preview?host=new.example.org");
    expect(body).toMatchObject({
      zone: "example.org",
      zoneExists: false,
      delegatedTo: null,
      challenge: "_acme-challenge.new.example.org",
    });
  });
});

describe("lists", () => {
  test("return every item exactly once over pages", async () => {
    const names = Array.from({ length: 7 }, (_, index) => `paged-${index}`);
    for (const name of names) {
      const plain = { hosts: ["*"], port: 80, protocol: "HTTP" };
      expect(
        (await call("post", `${gateways}?ignoreFindings=true`, { ...form, name, servers: [plain] })).status,
      ).toBe(201);
    }
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: Answer = await call("get", `${gateways}?limit=3&q=paged${cursor && `&cursor=${cursor}`}`);
      expect(page.body.total).toBe(7);
      seen.push(...page.body.items.map(({ name }: { name: string }) => name));
      cursor = page.body.nextCursor;
    }
    expect(seen).toEqual(names);
  });
});
