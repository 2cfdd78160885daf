import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TOTP, Secret as TotpSecret } from "otpauth";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startHttpWire, type Wire } from "@/e2e/faults/http-wire";
import { isSealed } from "@/lib/kubernetes/sealing/envelope";
import { openDatabase } from "@/lib/store/open-store";
import { identityEnvironment } from "@/scripts/programs";
import { chooseAtProvider } from "./access/testing/provider-browser";
import { backUp } from "./commands/backup";
import { supportBundle } from "./commands/support-bundle";
import { readEnvironment } from "./environment";
import { cloudDnsMetadata } from "./testing/configure-provider";
import { operationsOf } from "./testing/fuzz/requests";
import { type PanelProcess, startPanelProcess } from "./testing/panel-process";
import { ask, firstAdmin, invited, type TestUser } from "./testing/people";
import { keysOf, plantSettings, startReceiver } from "./testing/planted-world";
import { type Secret, secretSearch } from "./testing/secret-search";
import {
  delegateAtOnce,
  publishedSecret,
  putGateway,
  startTestWorld,
  type TestWorld,
  waitUntil,
} from "./testing/test-panel";

/**
 * A panel with every kind of secret, at its most talkative, that issues certificates, fails at every provider, notifies, and
 * is asked for everything. Then its secrets are searched in all that it has left behind or sent.
 */
const secrets: Secret[] = [];
/** Everything that can be searched, by its name. */
const places = new Map<string, string>();
let world: TestWorld;
let wires: { ca: Wire; cloudDns: Wire };
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let environment: Record<string, string>;

const leave = (place: string, content: string) => places.set(place, `${places.get(place) ?? ""}\n${content}`);

beforeAll(async () => {
  world = await startTestWorld();
  const { sandbox, home } = world;
  delegateAtOnce(sandbox);
  receiver = await startReceiver();
  const heard = (place: string) => (piece: Buffer | string) =>
    leave(place, typeof piece === "string" ? piece : piece.toString("latin1"));
  wires = {
    ca: await startHttpWire(sandbox.file.acme.directory, home, heard("traffic with the CA")),
    cloudDns: await startHttpWire(sandbox.file.cloudDns.endpoint, home, heard("traffic with Cloud DNS")),
  };
  sandbox.acme.frontedBy(wires.ca.origin);
  environment = {
    ...world.environment,
    NODE_ENV: "test",
    LAMIA_LOG_LEVEL: "trace",
    LAMIA_ACME_DIRECTORY: `${wires.ca.origin}/directory`,
    LAMIA_GOOGLE_DNS_ENDPOINT: wires.cloudDns.origin,
    LAMIA_NOTIFY_ALLOW_LOOPBACK: "true",
    ...identityEnvironment(sandbox.file),
    // The provider sends browsers to the sandbox's own panel, whose port isn't this one's.
    LAMIA_HOSTS: "127.0.0.1",
  };
  const planted = plantSettings(sandbox, receiver.origin);
  secrets.push(...planted.secrets);
  const google = JSON.parse(cloudDnsMetadata(sandbox).google_service_account) as { private_key: string };
  secrets.push({ name: "the key of Cloud DNS", value: google.private_key });
  secrets.push({ name: "the installation token", value: environment.LAMIA_API_TOKEN ?? "" });
  secrets.push({
    name: "the secret of the OIDC client",
    value: readFileSync(sandbox.file.identity.clientSecretFile, "utf8").trim(),
  });

  const panel = await startPanelProcess(environment, "api");
  const users = await usersOf(panel);
  await withProvider(panel, sandbox.file.panel.url);
  const [admin] = users;
  if (!admin) throw new Error("there is no admin");
  const following = followed(panel, admin);
  putGateway(sandbox, "shop", "shop.democluster.net");
  await waitUntil("a certificate is published", () => publishedSecret(sandbox, "shop"));
  await waitUntil("every other walk has failed", async () => {
    const states = await Promise.all(planted.places.map(({ namespace }) => stateOf(panel, admin, namespace)));
    return states.every((state) => /blocked|failed|serving/.test(state));
  });
  await useEverything(
    panel,
    admin,
    planted.places.map(({ namespace }) => namespace),
  );
  secrets.push(...keysOf(sandbox));
  await panel.end("SIGTERM");
  leave("a browser's stream", await following);
  leave("the log", panel.output());

  await sealEverything();
  await lookIntoDatabase();
}, 900_000);
afterAll(async () => {
  receiver?.close();
  await Promise.all(Object.values(wires ?? {}).map((wire) => wire.close()));
  await world?.close();
});

/** Users who signed in, made tokens, and mistyped their passwords. */
async function usersOf(panel: PanelProcess): Promise<TestUser[]> {
  const admin = await firstAdmin(panel);
  const users = [admin, await invited(panel, admin, "editor")];
  for (const { email, password, session, apiToken, link } of users) {
    secrets.push(
      { name: `the password of ${email}`, value: password },
      { name: `the session of ${email}`, value: session },
      { name: `the API token of ${email}`, value: apiToken },
      { name: `the link of ${email}`, value: link },
    );
    await ask(panel, "POST", "/session", { email, password });
    await ask(panel, "GET", "/session", undefined, { token: apiToken });
  }
  // Only the admin mistypes: more than a few mistakes from one address are slowed down.
  const { email, password, apiToken } = admin;
  await ask(panel, "POST", "/session", { email, password: `${password}!` }).catch(() => {});
  await ask(panel, "GET", "/session", undefined, { token: `${apiToken}x` }).catch(() => {});
  for (const user of users) await withSecondFactor(panel, user, user === admin);
  await ask(panel, "POST", "/session", { token: environment.LAMIA_API_TOKEN });
  return users;
}

/** Sets an authenticator app up, and signs in with the password and a recovery code, perhaps after a wrong one. */
async function withSecondFactor(panel: PanelProcess, user: TestUser, mistypes: boolean): Promise<void> {
  const { email, password } = user;
  const app = "/account/second-factor/app";
  const begun = await (await ask(panel, "POST", app, { password }, user)).json();
  const { secret } = begun as { secret: string };
  const totp = TotpSecret.fromBase32(secret);
  secrets.push(
    { name: `the authenticator app of ${email}`, value: secret },
    { name: `the authenticator app of ${email}, in bytes`, value: Buffer.from(totp.bytes) },
  );
  if (mistypes) await ask(panel, "PUT", app, { code: "000000" }, user).catch(() => {});
  const done = await ask(panel, "PUT", app, { code: new TOTP({ secret: totp }).generate() }, user);
  const { recoveryCodes } = (await done.json()) as { recoveryCodes: string[] };
  for (const code of recoveryCodes) {
    secrets.push({ name: `a recovery code of ${email}`, value: code });
    secrets.push({ name: `a recovery code of ${email}, as typed`, value: code.replaceAll("-", "") });
  }
  const halfway = await ask(panel, "POST", "/session", { email, password });
  const step = /lamia_sign_in=([^;]+)/.exec(halfway.headers.getSetCookie().join("\n"))?.[1] ?? "";
  secrets.push({ name: `the waiting sign-in of ${email}`, value: step });
  const headers = { "content-type": "application/json", cookie: `lamia_sign_in=${step}` };
  for (const code of [...(mistypes ? [`${recoveryCodes[0]}x`] : []), recoveryCodes[0]]) {
    const url = `http://127.0.0.1:${panel.port}/api/v1/session/second-factor`;
    const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify({ code }) });
    expect(answer.status).toBe(code === recoveryCodes[0] ? 204 : 401);
  }
}

/** Signs in with the OIDC provider, which gets the client's secret, and once with an answer that it didn't give. */
async function withProvider({ port }: PanelProcess, origin: string): Promise<void> {
  const post = (path: string, body: object, cookie = "") =>
    fetch(`http://127.0.0.1:${port}/api/v1/session${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin, cookie },
      body: JSON.stringify(body),
    });
  const begun = await post("/oidc", {});
  const flow = /lamia_oidc=([^;]+)/.exec(begun.headers.getSetCookie().join("\n"))?.[1] ?? "";
  const answer = await chooseAtProvider(((await begun.json()) as { url: string }).url, "u-1001");
  const wrong = await post(
    "/oidc/answer",
    { query: answer.search.replace("code=", "code=x") },
    `lamia_oidc=${flow}`,
  );
  expect(wrong.status).toBe(401);
  const right = await post("/oidc/answer", { query: answer.search }, `lamia_oidc=${flow}`);
  expect(right.status).toBe(204);
  const session = /lamia_user=([^;]+)/.exec(right.headers.getSetCookie().join("\n"))?.[1] ?? "";
  secrets.push({ name: "a sign-in in progress at the provider", value: flow });
  secrets.push({ name: "the session of the provider's user", value: session });
}

async function stateOf(panel: PanelProcess, admin: TestUser, namespace: string): Promise<string> {
  const answer = await ask(panel, "GET", `/virtual-clusters/${namespace}/gateways/shop`, undefined, admin);
  const view = (await answer.json()) as { securedHosts: { state: string }[] };
  return view.securedHosts[0]?.state ?? "";
}

/** What a browser hears as long as the panel runs. */
async function followed({ port }: PanelProcess, { session }: TestUser): Promise<string> {
  const headers = { cookie: `lamia_user=${session}`, accept: "text/event-stream" };
  return (await fetch(`http://127.0.0.1:${port}/api/v1/events`, { headers })).text();
}

/** Every answer that the API gives to a GET, exports, checks of credentials, a notification, and the metrics. */
async function useEverything(panel: PanelProcess, admin: TestUser, namespaces: string[]): Promise<void> {
  const document = await (await ask(panel, "GET", "/openapi.json")).json();
  const read = async (method: string, path: string, body?: unknown) => {
    const answer = await ask(panel, method, path, body, admin).then(
      (found) => found.text(),
      (thrown: Error) => thrown.message,
    );
    leave("answers of the API", `${path}\n${answer}`);
  };
  const names = { name: "shop", app: "shop", id: "1", host: "shop.democluster.net" } as Record<
    string,
    string
  >;
  for (const { method, path, parameters } of operationsOf(document as never)) {
    if (method !== "GET") continue;
    for (const vc of path.includes("{vc}") ? ["vamp-demo", ...namespaces] : [""]) {
      const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
        name === "vc" ? vc : (names[name] ?? "x"),
      );
      const query = parameters.flatMap(({ name, in: place, required }) =>
        place === "query" && required ? [[name, names[name] ?? "shop"]] : [],
      );
      await read(method, `${filled}?${new URLSearchParams(query)}`);
    }
  }
  for (const vc of ["vamp-demo", ...namespaces]) {
    await read("POST", `/virtual-clusters/${vc}/metadata/check`, {});
    for (const destination of ["slack", "webhook"])
      await read("POST", `/virtual-clusters/${vc}/metadata/test-notification`, { destination });
  }
  await waitUntil("a notification has arrived", () => receiver.heard.length > 0);
  leave("notifications", receiver.heard.join("\n"));
  const headers = { authorization: `Bearer ${environment.LAMIA_API_TOKEN}` };
  leave("the metrics", await (await fetch(`http://127.0.0.1:${panel.port}/metrics`, { headers })).text());
  const zones = world.sandbox.dns.zones.list().map(({ content }) => [...content.all()]);
  leave("the records of DNS", JSON.stringify(zones));
}

/** The next start seals what is there, with a passphrase that is a secret, too. */
async function sealEverything(): Promise<void> {
  const passphrase = `seal ${randomBytes(20).toString("base64url")}`;
  secrets.push({ name: "the passphrase of the seal", value: passphrase });
  const file = join(world.home, "seal-passphrase");
  writeFileSync(file, passphrase);
  const panel = await startPanelProcess({ ...environment, LAMIA_SEAL: `passphrase:${file}` }, "api");
  const own = () =>
    world.sandbox.kubernetes.objects
      .list({ group: "", plural: "secrets" }, "lamia-system")
      // Its key opens nothing without the database.
      .filter(({ metadata }) => metadata.name !== "lamia-access")
      .flatMap(({ data = {} }) => Object.entries(data as Record<string, string>));
  await waitUntil("everything is sealed", () =>
    own().every(([key, value]) => !key.endsWith(".key") || isSealed(value)),
  );
  await panel.end("SIGTERM");
  leave("the log", panel.output());
  leave(
    "Lamia's namespace",
    own()
      .map(([key, value]) => `${key} ${value} ${Buffer.from(value, "base64").toString("latin1")}`)
      .join("\n"),
  );
}

/** As rows, as files, as a backup, and as what somebody sends to whoever helps. */
async function lookIntoDatabase(): Promise<void> {
  const settings = readEnvironment({ NODE_ENV: "test", ...environment });
  const database = await openDatabase({ home: world.home, databaseUrl: undefined });
  const tables = await database.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  for (const { name } of tables) {
    const rows = await database.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM ${name} t`);
    leave("the database", rows.map(({ row }) => `${name} ${row}`).join("\n"));
  }
  await database.close();
  const folder = join(world.home, "database");
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile())
      leave("the files of the database", readFileSync(join(entry.parentPath, entry.name), "latin1"));

  const at = (name: string) => join(world.home, name);
  writeFileSync(at("passphrase"), randomBytes(20).toString("hex"));
  await backUp([at("backup"), "--passphrase-file", at("passphrase")], settings);
  leave("the backup", readFileSync(at("backup"), "latin1"));
  writeFileSync(at("log"), places.get("the log") ?? "");
  await supportBundle([at("bundle"), "--log", at("log")], settings);
  leave("the support bundle", readFileSync(at("bundle"), "utf8"));
}

test("there are secrets of every kind, and something to search in every place", () => {
  for (const kind of [/^tls\.key of istio-system/, /^account\.key of lamia-system/, /^key of lamia-system/])
    expect(secrets.filter(({ name }) => kind.test(name)).length, String(kind)).toBeGreaterThan(0);
  expect(secrets.length).toBeGreaterThan(20);
  for (const [place, content] of places) expect(content.length, place).toBeGreaterThan(100);
  expect(places.get("the database")).toContain("shop.democluster.net");
  expect(places.get("the files of the database")).toContain("shop.democluster.net");
  expect(places.get("traffic with the CA")).toContain("shop.democluster.net");
  expect(places.get("the log")).toContain('"level":');
  expect(places.get("the support bundle")).toContain("unfinishedSteps");
});

test("no secret, and no part of a key, is in the database, logs, traffic, metrics, a backup, or a support bundle", () => {
  const search = secretSearch(secrets);
  const found = [...places].flatMap(([place, content]) => search(place, content));
  // Its one reader has no other way to get it; it isn't in the log that is kept.
  expect(found.filter((line) => !/^the link of admin@example.com is in the log/.test(line))).toEqual([]);
});
