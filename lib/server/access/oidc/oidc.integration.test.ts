import { createHmac } from "node:crypto";
import { importJWK, type JWTPayload, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { encoded } from "@/lib/kubernetes/objects/secret-object";
import { SecretText } from "@/lib/model/secret-text";
import { allowedTargets } from "@/lib/net/addresses";
import { guardedFetch } from "@/lib/net/guarded-fetch";
import { openStore, type Store } from "@/lib/store/open-store";
import { homeWithDatabase } from "@/lib/store/testing/backends";
import { quietDuration } from "@/lib/testing/slowness";
import { type RunningIdentity, startIdentity } from "@/sandbox/identity/start";
import { createRecorder } from "../../audit/recorder";
import type { Environment } from "../../environment";
import { answerApi } from "../../http/rest-api";
import { createLog } from "../../log";
import { openStream } from "../../stream";
import { type Access, createAccess } from "../access";
import { lamiaDecides } from "../decider";
import { chooseAtProvider } from "../testing/provider-browser";
import { tokenHash } from "../token-hash";
import { createIssuer, type IssuerOptions } from "./issuer";
import { createOidcSignIn } from "./sign-in";

const panel = "http://panel.test";
const nora = "u-1001";
const key = "k".repeat(43);
const home = {
  find: async () => ({ metadata: {}, data: { key: encoded(key) } }),
} as unknown as ClusterClient;
const environment = {
  LAMIA_API_TOKEN: new SecretText("a-token-of-the-installation"),
  LAMIA_TOKEN_SIGN_IN: true,
  LAMIA_NAMESPACE: "lamia-system",
  LAMIA_SESSION_IDLE_HOURS: 1,
  LAMIA_SESSION_HOURS: 10,
  LAMIA_HOSTS: [] as string[],
} as Environment;

let store: Store;
let identity: RunningIdentity;
/** What the panel got from the provider, to look for it elsewhere. */
const received: string[] = [];
/** Changes the ID token on its way from the provider. */
let alter: ((token: string) => Promise<string>) | null = null;

beforeAll(async () => {
  store = await openStore({ home: await homeWithDatabase() });
  identity = await startIdentity({
    address: "127.0.0.1",
    port: 0,
    clientSecret: "a-client-secret-of-the-test",
    origins: [panel],
  });
});
afterAll(async () => {
  await identity.close();
  await store.close();
});

const loopback = guardedFetch({ allowed: allowedTargets(["127.0.0.1"]), remedy: "" });

const listening: typeof fetch = async (input, init) => {
  const response = await loopback(input, init);
  if (!String(input).endsWith("/token")) return response;
  const tokens = (await response.json()) as Record<string, string>;
  if (alter && tokens.id_token) tokens.id_token = await alter(tokens.id_token);
  received.push(tokens.id_token ?? "", tokens.access_token ?? "");
  return Response.json(tokens, { status: response.status });
};

function accessWith(more: Partial<IssuerOptions> = {}): Access {
  const issuer = createIssuer({
    url: identity.issuer,
    clientId: identity.clientId,
    clientSecret: async () => new SecretText(identity.clientSecret),
    scopes: "openid profile email",
    groupsClaim: "groups",
    required: undefined,
    fetch: listening,
    ...more,
  });
  const oidc = createOidcSignIn({ issuer, label: "Company", store, log: { warn: () => {} } });
  return createAccess({
    environment,
    store,
    home,
    oidc,
    onTokenUsed: () => {},
    onSlowed: () => {},
    onSecretKept: () => {},
  });
}

/** A browser of the panel whose API answers from a process with this access. */
function browserOf(access: Access) {
  const cookies = new Map<string, string>();
  const installation = {
    environment,
    access,
    store,
    stream: openStream({ store, log: { error: () => {} } as never }),
    metrics: { observeRequest: () => {} },
    log: { error: () => {} },
    recorder: createRecorder(store.audit, createLog("fatal")),
  };
  const cluster = {
    mesh: { catchUp: async () => {} },
    cache: { get: () => null },
    decider: lamiaDecides({} as ClusterClient),
  };
  const running = { installation, clusters: [cluster] };
  const request = async (method: string, path: string, body?: unknown, headers: object = {}) => {
    (globalThis as { lamiaPanel?: unknown }).lamiaPanel = Promise.resolve(running);
    const response = await answerApi(
      new Request(`${panel}/api/v1${path}`, {
        method,
        headers: {
          host: "panel.test",
          origin: panel,
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
    );
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  return {
    cookies,
    request,
    async begin(): Promise<string> {
      return ((await (await request("POST", "/session/oidc")).json()) as { url: string }).url;
    },
    async signIn(account = nora): Promise<Response> {
      const { search } = await chooseAtProvider(await this.begin(), account);
      return request("POST", "/session/oidc/answer", { query: search });
    },
  };
}

const detailOf = async (response: Response) => ((await response.json()) as { detail: string }).detail;

/** A token of the provider, or with another key or header. */
async function signed(payload: JWTPayload, header: { alg?: string; typ?: string } = {}): Promise<string> {
  const signer = await importJWK((await identity.key()) as never, "RS256");
  return new SignJWT(payload).setProtectedHeader({ alg: "RS256", kid: "sandbox", ...header }).sign(signer);
}

const partsOf = (token: string) => JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
const asPart = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("a user", () => {
  test("signs in with the provider, and its groups of that moment give the roles", async () => {
    await store.people.bind({ kind: "group", name: "platform" }, "*", "editor", new Date());
    const browser = browserOf(accessWith());
    expect((await browser.signIn()).status).toBe(204);
    const session = await (await browser.request("GET", "/session")).json();
    expect(session).toMatchObject({
      kind: "user",
      name: "Nora Platform",
      email: "nora@democluster.net",
      grants: [{ role: "editor", scope: "*" }],
    });
    expect([...browser.cookies.keys()]).toEqual(["lamia_user"]);
    const [user] = (await store.people.list()).filter(({ name }) => name === "Nora Platform");
    expect(user?.groups).toEqual(["everyone", "platform"]);
  });

  test("in no group that has a role is known, and may do nothing", async () => {
    const browser = browserOf(accessWith());
    await browser.signIn("u-1003");
    expect(await (await browser.request("GET", "/session")).json()).toMatchObject({ grants: [] });
    expect((await browser.request("GET", "/users")).status).toBe(403);
    expect(await accessWith().firstAdminLink(new Date())).not.toBeNull();
  });

  test("is known by issuer and subject, never by an email address", async () => {
    const access = accessWith();
    const expiresAt = new Date(Date.now() + 60_000);
    const details = { purpose: "invitation", role: "admin", scope: "*", userId: null, expiresAt } as const;
    await store.people.links.add(tokenHash("a link"), details, new Date());
    const sam = { name: "Sam", email: "sam@democluster.net", password: "four random words together" };
    await access.redeemLink("a link", sam, { address: "", userAgent: "" });
    const browser = browserOf(access);
    const response = await browser.signIn("u-1002");
    expect(response.status).toBe(401);
    expect(await detailOf(response)).toContain("doesn’t join users by email address");
    expect(browser.cookies.has("lamia_user")).toBe(false);
  });

  test("who is disabled, or lacks the claim that the installation requires, doesn't get in", async () => {
    const required = { claim: "groups", value: "platform" };
    const strict = accessWith({ required });
    expect((await browserOf(strict).signIn("u-1003")).status).toBe(401);
    expect((await browserOf(strict).signIn(nora)).status).toBe(204);
    const id = (await store.people.list()).find(({ name }) => name === "Nora Platform")?.id ?? "";
    await store.people.disable(id, new Date());
    const refused = await browserOf(accessWith()).signIn(nora);
    expect([refused.status, await detailOf(refused)]).toEqual([401, expect.stringContaining("disabled")]);
    await store.people.disable(id, null);
  });

  test("who cancels at the provider reads that", async () => {
    const response = await browserOf(accessWith()).signIn("");
    expect(await detailOf(response)).toContain("canceled");
  });

  test("signs in and has an answer of the API within a second", async () => {
    const browser = browserOf(accessWith());
    await browser.signIn();
    const took = await quietDuration(async () => {
      await browser.signIn();
      await browser.request("GET", "/session");
    });
    expect(took).toBeLessThan(1000);
  });
});

describe("an answer of the provider", () => {
  const wrong: [string, (claims: JWTPayload, token: string) => Promise<string> | string][] = [
    ["a wrong nonce", (claims) => signed({ ...claims, nonce: "another" })],
    ["no nonce", ({ nonce: _, ...claims }) => signed(claims)],
    ["a wrong audience", (claims) => signed({ ...claims, aud: "another-client" })],
    ["another issuer", (claims) => signed({ ...claims, iss: "http://127.0.0.1:1" })],
    ["an expired token", (claims) => signed({ ...claims, iat: 1_700_000_000, exp: 1_700_000_600 })],
    ["alg none", (claims) => `${asPart({ alg: "none" })}.${asPart(claims)}.`],
    [
      "a changed claim",
      (claims, token) => token.replace(/\.[^.]+\./, `.${asPart({ ...claims, sub: "u-1002" })}.`),
    ],
    [
      "a signature with the client's secret",
      (claims) => {
        const text = `${asPart({ alg: "HS256" })}.${asPart(claims)}`;
        return `${text}.${createHmac("sha256", identity.clientSecret).update(text).digest("base64url")}`;
      },
    ],
  ];

  test.each(wrong)("isn't trusted: %s", async (_, change) => {
    const browser = browserOf(accessWith());
    alter = async (token) => change(partsOf(token), token);
    try {
      const response = await browser.signIn();
      expect([response.status, browser.cookies.has("lamia_user")]).toEqual([401, false]);
      expect(await detailOf(response)).toContain("isn’t valid");
    } finally {
      alter = null;
    }
  });

  test("counts once, in the browser that asked for it, and for ten minutes", async () => {
    const browser = browserOf(accessWith());
    const other = browserOf(accessWith());
    const { search } = await chooseAtProvider(await browser.begin(), nora);
    const finish = (from: typeof browser) => from.request("POST", "/session/oidc/answer", { query: search });
    await other.begin();
    expect((await finish(other)).status).toBe(401);
    const flow = browser.cookies.get("lamia_oidc") ?? "";
    vi.useFakeTimers({ now: Date.now() + 11 * 60_000, toFake: ["Date"] });
    expect((await finish(browser)).status).toBe(401);
    vi.useRealTimers();
    expect((await finish(browser)).status).toBe(204);
    browser.cookies.set("lamia_oidc", flow);
    expect((await finish(browser)).status).toBe(401);
  });

  test("comes for another address of the panel only if the provider knows it", async () => {
    const browser = browserOf(accessWith());
    const headers = { host: "evil.test", origin: "http://evil.test" };
    const { url } = (await (await browser.request("POST", "/session/oidc", undefined, headers)).json()) as {
      url: string;
    };
    await expect(chooseAtProvider(url, nora)).rejects.toThrow("redirect_uri");
  });

  test("leaves no token of the provider, and no secret, in the database", async () => {
    const tables = ["auth_user", "auth_session", "auth_account", "auth_verification", "spent"];
    const dump = JSON.stringify(
      await Promise.all(tables.map((table) => store.database.query(`SELECT * FROM ${table}`))),
    );
    expect(dump).toContain(nora);
    const tokens = received.filter((each) => each.length > 20);
    expect(tokens.length).toBeGreaterThan(5);
    for (const secret of [...tokens, identity.clientSecret]) expect(dump).not.toContain(secret);
  });
});

describe("a logout token", () => {
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const send = (browser: ReturnType<typeof browserOf>, token: string, headers: object = {}) =>
    browser.request("POST", "/session/oidc/logout", `logout_token=${token}`, {
      ...form,
      origin: "null",
      ...headers,
    });
  const now = () => Math.floor(Date.now() / 1000);
  const event = { "http://schemas.openid.net/event/backchannel-logout": {} };
  const claims = (more: Record<string, unknown> = {}): JWTPayload => ({
    iss: identity.issuer,
    aud: identity.clientId,
    iat: now(),
    exp: now() + 120,
    jti: crypto.randomUUID(),
    events: event,
    sub: nora,
    ...more,
  });
  /** The provider's server sends no origin. */
  const fromServer = (token: string) =>
    answerApi(
      new Request(`${panel}/api/v1/session/oidc/logout`, {
        method: "POST",
        headers: { host: "panel.test", ...form },
        body: `logout_token=${token}`,
      }),
    );

  test("ends the sessions that began with it, in every process and with their streams, and no other", async () => {
    const [here, elsewhere] = [accessWith(), accessWith()];
    const [browser, other, guest] = [browserOf(here), browserOf(elsewhere), browserOf(here)];
    await guest.signIn("u-1003");
    await other.signIn();
    await browser.signIn();
    const stream = await other.request("GET", "/events", undefined, { accept: "text/event-stream" });
    const ended = stream.text();
    expect((await browser.request("GET", "/session")).status).toBe(200);
    const sid = partsOf(received.at(-2) ?? "").sid as string;
    expect((await fromServer(await signed(claims({ sid, sub: undefined })))).status).toBe(200);
    await vi.waitFor(async () => expect((await browser.request("GET", "/session")).status).toBe(401));
    expect((await other.request("GET", "/session")).status).toBe(200);
    expect((await fromServer(await signed(claims()))).status).toBe(200);
    await vi.waitFor(async () => expect((await other.request("GET", "/session")).status).toBe(401));
    expect(await ended).toContain("event: hello");
    expect((await guest.request("GET", "/session")).status).toBe(200);
  });

  test("counts once", async () => {
    const browser = browserOf(accessWith());
    const token = await signed(claims());
    expect((await fromServer(token)).status).toBe(200);
    await browser.signIn();
    expect((await fromServer(token)).status).toBe(400);
    expect((await browser.request("GET", "/session")).status).toBe(200);
  });

  test("comes from the provider's server, not from a page", async () => {
    const browser = browserOf(accessWith());
    expect((await send(browser, await signed(claims()))).status).toBe(403);
    const asked = { "sec-fetch-site": "cross-site" };
    expect((await send(browser, await signed(claims()), asked)).status).toBe(403);
  });

  test.each<[string, () => Promise<string> | string]>([
    ["another issuer", () => signed(claims({ iss: "http://127.0.0.1:1" }))],
    ["another audience", () => signed(claims({ aud: "another-client" }))],
    ["old", () => signed(claims({ iat: now() - 3600, exp: now() + 60 }))],
    ["expired", () => signed(claims({ exp: now() - 60 }))],
    ["without a time", () => signed(claims({ iat: undefined }))],
    ["without an ID", () => signed(claims({ jti: undefined }))],
    ["without the event", () => signed(claims({ events: {} }))],
    ["with a nonce, as an ID token has", () => signed(claims({ nonce: "n" }))],
    ["about nobody", () => signed(claims({ sub: undefined }))],
    ["of another type", () => signed(claims(), { typ: "at+jwt" })],
    ["alg none", () => `${asPart({ alg: "none" })}.${asPart(claims())}.`],
    ["no token", () => "nonsense"],
  ])("that isn't valid ends nothing: %s", async (_, make) => {
    const browser = browserOf(accessWith());
    await browser.signIn();
    expect((await fromServer(await make())).status).toBe(400);
    expect((await browser.request("GET", "/session")).status).toBe(200);
  });
});

describe("a provider", () => {
  test("in the panel's own network isn't asked unless the installation allows it", async () => {
    const strict = guardedFetch({ allowed: allowedTargets([]), remedy: "" });
    const response = await browserOf(accessWith({ fetch: strict })).request("POST", "/session/oidc");
    expect([response.status, await detailOf(response)]).toEqual([
      502,
      expect.stringContaining("LAMIA_ALLOWED_TARGETS"),
    ]);
  });

  test("that is away is said to be, for the sign-in page, and local users still sign in", async () => {
    const away = accessWith({ url: "http://127.0.0.1:1" });
    expect(await away.oidc?.answers()).toBe(false);
    const response = await browserOf(away).request("POST", "/session/oidc");
    expect([response.status, await detailOf(response)]).toEqual([
      502,
      expect.stringContaining("doesn’t answer"),
    ]);
    const from = { address: "", userAgent: "" };
    expect(await away.signIn("sam@democluster.net", "four random words together", from)).toBeTruthy();
    expect(await accessWith().oidc?.answers()).toBe(true);
  });

  test("with a page to sign out at is where signing out leads", async () => {
    const browser = browserOf(accessWith());
    await browser.signIn();
    const { next } = (await (await browser.request("DELETE", "/session")).json()) as { next: string };
    const page = new URL(next);
    expect(page.href).toContain(`${identity.issuer}/session/end?`);
    expect(page.searchParams.get("post_logout_redirect_uri")).toBe(`${panel}/sign-in`);
    expect((await fetch(page)).status).toBe(200);
  });
});
