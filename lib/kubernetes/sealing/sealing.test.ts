import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { WholeSecret } from "@/lib/kubernetes/objects/secret-object";
import { issueChain } from "@/lib/kubernetes/testing/issue-chain";
import { memorySecrets } from "@/lib/kubernetes/testing/memory-secrets";
import { readAccessKey } from "@/lib/kubernetes/vault/access-secret";
import { createAccountStore } from "@/lib/kubernetes/vault/account-secret";
import { createVault } from "@/lib/kubernetes/vault/vault";
import { vaultSecretName } from "@/lib/kubernetes/vault/vault-store";
import { isSealed, keyIdOf } from "./envelope";
import { addKey, openRing, protectWith, type Ring, ringName, setMode } from "./key-ring";
import { resealAll, rotateKey } from "./reseal";
import { sealingClient } from "./sealing-client";

const namespace = "lamia-system";
const host = "shop.example.org";
const at = `${namespace}/${vaultSecretName(host)}`;
let folder: string;
let api: ReturnType<typeof memorySecrets>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lamia-seal-"));
  api = memorySecrets(namespace);
  // What the cache knows came through the client that opens it.
  api.lag();
});
afterEach(() => rmSync(folder, { recursive: true }));

function keyFile(name = "key"): string {
  writeFileSync(join(folder, name), randomBytes(32).toString("base64"));
  return `key:${join(folder, name)}`;
}

function lamia(setting: string | undefined) {
  const client = sealingClient(api.options.client, { namespace, setting });
  return {
    client,
    vault: createVault({ ...api.options, client }),
    accounts: createAccountStore({ client, namespace }),
    options: { client: api.options.client, namespace, setting },
  };
}

const data = () => api.held.get(at)?.data ?? {};
const privateValues = () => ["tls.key", "order.key"].flatMap((key) => data()[key] ?? []);
const plain = (value = "") => Buffer.from(value, "base64").toString();

async function issued({ vault }: ReturnType<typeof lamia>): Promise<void> {
  await vault.begin(host, [host], "demo");
  await vault.keep(host, await issueChain(await vault.signingRequest(host), "0a"));
}

async function ringOf({ options }: ReturnType<typeof lamia>) {
  return (await openRing(options)) as Ring & { state: "sealed" | "plain" };
}

describe("keys of hosts and accounts", () => {
  test("are sealed in Lamia's namespace, and published as they are", async () => {
    const one = lamia(keyFile());
    await one.vault.begin(host, [host], "demo");
    expect(privateValues()).toHaveLength(1);
    expect(privateValues().every(isSealed)).toBe(true);
    await one.vault.keep(host, await issueChain(await one.vault.signingRequest(host), "0a"));
    expect(Object.keys(data())).not.toContain("order.key");
    expect(isSealed(data()["tls.key"] ?? "")).toBe(true);
    expect(plain(data()["tls.crt"])).toContain("BEGIN CERTIFICATE");
    await one.vault.publish(host, "istio-system", "shop-tls", null);
    const published = api.held.get("istio-system/shop-tls");
    expect(plain(published?.data?.["tls.key"])).toContain("PRIVATE KEY");

    // Long enough to be nowhere by chance.
    const keyPem = "the key of an account";
    await one.accounts.save("https://ca.test/directory", { keyPem, url: null });
    expect(await one.accounts.read("https://ca.test/directory")).toEqual({ keyPem, url: null });
    const stored = JSON.stringify([...api.held].filter(([name]) => name.startsWith(namespace)));
    expect(stored).not.toContain(Buffer.from(keyPem).toString("base64"));
  });

  test("that are plain are used, and sealed by the next write or all at once", async () => {
    await issued(lamia(undefined));
    expect(plain(data()["tls.key"])).toContain("PRIVATE KEY");
    const sealing = lamia(keyFile());
    await sealing.vault.publish(host, "istio-system", "shop-tls", null);
    const { changed, left } = await resealAll(sealing.options, await ringOf(sealing));
    expect({ changed, left }).toEqual({ changed: 1, left: [] });
    expect(privateValues().every(isSealed)).toBe(true);
    await sealing.vault.publish(host, "istio-system", "other-tls", null);
    expect(api.held.get("istio-system/other-tls")?.data?.["tls.key"]).toBe(
      api.held.get("istio-system/shop-tls")?.data?.["tls.key"],
    );
  });

  test("are no more readable than that of users' sign-ins, which nobody takes sealed for the key", async () => {
    const setting = keyFile();
    const key = await readAccessKey(lamia(setting).client, namespace);
    expect(isSealed(api.held.get(`${namespace}/lamia-access`)?.data?.key ?? "")).toBe(true);
    expect(await readAccessKey(lamia(setting).client, namespace)).toBe(key);
    for (const other of [undefined, keyFile("other")])
      await expect(readAccessKey(lamia(other).client, namespace)).rejects.toMatchObject({
        kind: "unconfigured",
      });
  });

  test("become plain again on purpose, and stay so", async () => {
    const setting = keyFile();
    await issued(lamia(setting));
    await setMode(lamia(setting).options, "plain");
    const { changed } = await resealAll(lamia(setting).options, await ringOf(lamia(setting)));
    expect(changed).toBe(1);
    api.options.cache.observe(api.held.get(at) as WholeSecret);
    await issued(lamia(undefined));
    expect(plain(data()["tls.key"])).toContain("PRIVATE KEY");
  });
});

describe("without the right key", () => {
  test.each([
    ["another key", () => keyFile("other")],
    ["no setting", () => undefined],
    ["a file that isn't there", () => `key:${join(folder, "missing")}`],
    ["another kind of setting", () => `passphrase:${join(folder, "key")}`],
  ])("nothing is written or published, and the remedy says why: %s", async (_, other) => {
    await issued(lamia(keyFile()));
    const before = structuredClone([...api.held]);
    const { vault, accounts } = lamia(other());
    const locked = { kind: "unconfigured", remedy: expect.stringContaining("LAMIA_SEAL") };
    await expect(vault.begin(host, [host], "demo")).rejects.toMatchObject(locked);
    await expect(vault.begin("new.example.org", ["new.example.org"], "demo")).rejects.toMatchObject(locked);
    await expect(vault.publish(host, "istio-system", "shop-tls", null)).rejects.toMatchObject(locked);
    await expect(accounts.save("https://ca.test/d", { keyPem: "K", url: null })).rejects.toMatchObject(
      locked,
    );
    expect([...api.held]).toEqual(before);
    expect((await vault.read(host)).certificate?.serial).toBe("A");
  });

  test.each([
    ["is empty", (ring: WholeSecret) => void api.put({ ...ring, data: {} })],
    ["is gone", () => void api.held.delete(`${namespace}/${ringName}`)],
  ])("a lost ring isn't replaced while values are sealed with it: it %s", async (_, lose) => {
    const setting = keyFile();
    await issued(lamia(setting));
    lose(api.held.get(`${namespace}/${ringName}`) as WholeSecret);
    const broken = { kind: "unconfigured", remedy: expect.stringContaining("Don’t delete") };
    await expect(lamia(setting).vault.begin(host, [host], "demo")).rejects.toMatchObject(broken);
  });
});

describe("a value that somebody has changed", () => {
  const tampered = { kind: "rejected", message: expect.stringContaining("changed or moved") };

  test("or moved from another Secret isn't used", async () => {
    const setting = keyFile();
    const one = lamia(setting);
    await issued(one);
    await one.vault.begin("other.example.org", ["other.example.org"], "demo");
    const theirs = api.held.get(`${namespace}/${vaultSecretName("other.example.org")}`)?.data?.["order.key"];
    const current = api.held.get(at) as WholeSecret;
    api.put({ ...current, data: { ...current.data, "tls.key": theirs ?? "" } });
    const publish = () => lamia(setting).vault.publish(host, "istio-system", "shop-tls", null);
    await expect(publish()).rejects.toMatchObject(tampered);

    const value = Buffer.from(current.data?.["tls.key"] ?? "", "base64").toString();
    const flipped = value.slice(0, -2) + (value.endsWith("AA") ? "BB" : "AA");
    api.put({ ...current, data: { ...current.data, "tls.key": Buffer.from(flipped).toString("base64") } });
    await expect(publish()).rejects.toMatchObject(tampered);
    await addKey(lamia(setting).options);
    const { left } = await resealAll(lamia(setting).options, await ringOf(lamia(setting)));
    expect(left).toMatchObject([{ name: vaultSecretName(host), reason: tampered.message }]);
    expect(api.held.get(at)?.data?.["tls.key"]).toBe(Buffer.from(flipped).toString("base64"));
    expect(api.held.has("istio-system/shop-tls")).toBe(false);
  });
});

describe("keys of the ring", () => {
  test("rotate: everything gets the new key, and a key is forgotten once no process can seal with it", async () => {
    const setting = keyFile();
    const busy = lamia(setting);
    await issued(busy);
    const [before, first] = [data()["tls.key"], (await ringOf(busy)).current.id];
    await rotateKey(busy.options, ({ changed, left }) =>
      expect({ changed, left }).toEqual({ changed: 1, left: [] }),
    );
    expect(data()["tls.key"]).not.toBe(before);

    // A process that hasn't read the ring again yet.
    await busy.vault.begin("late.example.org", ["late.example.org"], "demo");
    const late =
      api.held.get(`${namespace}/${vaultSecretName("late.example.org")}`)?.data?.["order.key"] ?? "";
    expect(keyIdOf(late)).toBe(first);
    await lamia(setting).vault.signingRequest("late.example.org");

    await rotateKey(lamia(setting).options, () => {});
    expect((await ringOf(lamia(setting))).keys.has(first)).toBe(false);
    await lamia(setting).vault.signingRequest("late.example.org");
    await lamia(setting).vault.publish(host, "istio-system", "shop-tls", null);
  });

  test("are kept for metadata of the installation that was made without Lamia's label", async () => {
    const setting = keyFile();
    const value = Buffer.from("token-of-a-provider").toString("base64");
    const metadata = { name: "lamia-metadata", namespace };
    api.put({
      apiVersion: "v1",
      kind: "Secret",
      metadata,
      data: { cloudflare_api_token: value },
    } as WholeSecret);
    const stored = () => api.held.get(`${namespace}/lamia-metadata`)?.data?.cloudflare_api_token ?? "";
    await resealAll(lamia(setting).options, await ringOf(lamia(setting)));
    expect(isSealed(stored())).toBe(true);
    for (const _ of [1, 2, 3]) await rotateKey(lamia(setting).options, () => {});
    await setMode(lamia(setting).options, "plain");
    await resealAll(lamia(setting).options, await ringOf(lamia(setting)));
    expect(stored()).toBe(value);
  });

  test("are protected by something else without a change of any value; the old passphrase opens nothing then", async () => {
    const [old, next] = [keyFile("old"), `passphrase:${join(folder, "passphrase")}`];
    writeFileSync(join(folder, "passphrase"), "correct horse battery staple\n");
    await issued(lamia(old));
    const before = data();
    await protectWith(lamia(old).options, next);
    expect(data()).toEqual(before);
    expect(await openRing(lamia(old).options)).toMatchObject({ state: "locked" });
    await lamia(next).vault.publish(host, "istio-system", "shop-tls", null);
    writeFileSync(join(folder, "passphrase"), "another horse battery staple");
    expect(await openRing(lamia(next).options)).toMatchObject({ state: "locked" });
    writeFileSync(join(folder, "passphrase"), "short");
    expect(await openRing(lamia(next).options)).toMatchObject({ state: "locked" });
  });
});

describe("AWS KMS", () => {
  let server: Server;
  const asked: { target: string; body: Record<string, unknown> }[] = [];
  let refuse = false;
  beforeEach(async () => {
    asked.length = 0;
    refuse = false;
    server = createServer(async (request, response) => {
      let text = "";
      for await (const chunk of request) text += chunk;
      const body = JSON.parse(text) as Record<string, string>;
      const target = String(request.headers["x-amz-target"]);
      asked.push({ target, body });
      response.setHeader("content-type", "application/x-amz-json-1.1");
      if (refuse)
        return void response.writeHead(400).end(JSON.stringify({ __type: "AccessDeniedException" }));
      // The key "encrypts" by turning the bytes round.
      const turned = (value = "") =>
        Buffer.from(Buffer.from(value, "base64").toReversed()).toString("base64");
      const answer = target.endsWith(".Encrypt")
        ? { CiphertextBlob: turned(body.Plaintext), KeyId: "arn:aws:kms:eu:1:key/k" }
        : { Plaintext: turned(body.CiphertextBlob), KeyId: "arn:aws:kms:eu:1:key/k" };
      response.end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const [name, value] of Object.entries({
      AWS_ENDPOINT_URL_KMS: url,
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: "id",
      AWS_SECRET_ACCESS_KEY: "secret",
    }))
      vi.stubEnv(name, value);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    server.close();
  });

  test("wraps the ring's key for this installation only, and is asked once for each process", async () => {
    const setting = "aws-kms:alias/lamia";
    await issued(lamia(setting));
    const other = lamia(setting);
    for (const name of ["a-tls", "b-tls"]) await other.vault.publish(host, "istio-system", name, null);
    expect(asked.map(({ target }) => target)).toEqual(["TrentService.Encrypt", "TrentService.Decrypt"]);
    const context = { lamia: expect.stringContaining(`lamia-seal/${namespace}/`) };
    for (const { body } of asked)
      expect(body).toMatchObject({ KeyId: "alias/lamia", EncryptionContext: context });
  });

  test("that refuses leaves everything as it is, and the remedy names the rights", async () => {
    await issued(lamia("aws-kms:alias/lamia"));
    refuse = true;
    const remedy = expect.stringContaining("kms:Decrypt");
    await expect(lamia("aws-kms:alias/lamia").vault.begin(host, [host], "demo")).rejects.toMatchObject({
      kind: "unconfigured",
      remedy,
    });
  });
});
