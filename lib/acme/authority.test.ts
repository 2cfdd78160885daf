import { SecretText } from "@/lib/model/secret-text";
import "reflect-metadata";
import { X509CertificateGenerator } from "@peculiar/x509";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import { createAuthorities, createAuthority } from "./authority";
import type { CaChoice } from "./ca-choice";
import { memoryAccounts } from "./testing/test-authority";

/** CAs in memory, one for each host, that require agreement to their terms; they record all requests. */
let asked: string[];
let answers: Record<string, () => Response>;

beforeEach(() => {
  asked = [];
  answers = {};
  vi.stubGlobal("fetch", async (to: string, init: RequestInit) => {
    const { origin, pathname } = new URL(to);
    asked.push(`${init.method} ${origin}${pathname}`);
    const response = (answers[pathname] ?? (() => usual(origin, pathname)))();
    response.headers.set("replay-nonce", `nonce-${asked.length}`);
    return response;
  });
});
afterEach(() => void vi.unstubAllGlobals());

function usual(origin: string, pathname: string): Response {
  const at = (path: string, body: object) =>
    Response.json(body, { status: 201, headers: { location: `${origin}${path}` } });
  if (pathname === "/account") return at("/account/1", {});
  if (pathname === "/new-order") return at("/order/1", order(origin));
  if (pathname === "/nonce") return new Response();
  const urls = { newNonce: "/nonce", newAccount: "/account", newOrder: "/new-order" };
  return Response.json({
    ...Object.fromEntries(Object.entries(urls).map(([name, path]) => [name, `${origin}${path}`])),
    meta: { termsOfService: `${origin}/terms` },
  });
}

function order(origin: string) {
  return { status: "pending", authorizations: [], finalize: `${origin}/finalize` };
}

const ours = "https://ca.example/directory";
const choice = (directory: string, more: Partial<CaChoice> = {}): CaChoice => ({
  directory,
  externalAccount: null,
  profile: null,
  preferredChain: null,
  isTenants: false,
  ...more,
});

function authorities(termsAgreed: boolean) {
  const guarded: string[] = [];
  const accounts = memoryAccounts();
  const made = createAuthorities({
    directory: ours,
    accounts,
    termsAgreed,
    async guardedFetch(input) {
      guarded.push(String(input));
      throw new Failure("refused", "It is inside.");
    },
  });
  return { made, guarded, accounts };
}

const names = ["a.example.org"];

test("whoever names a CA agrees to its terms; for the environment's CA, its variable does", async () => {
  const { made } = authorities(false);
  const refused = made.authorityFor(choice(ours)).order(names, null);
  await expect(refused).rejects.toMatchObject({ kind: "unconfigured" });
  const named = made.authorityFor(choice("https://other.example/directory"));
  expect(await named.order(names, null)).toBe("https://other.example/order/1");
  expect(await authorities(true).made.authorityFor(choice(ours)).order(names, null)).toContain("/order/1");
});

test("a directory that a virtual cluster names is reached through the guarded fetch; those of the installation are not", async () => {
  const { made, guarded } = authorities(true);
  const foreign = choice("https://inside.example/directory", { isTenants: true });
  await expect(made.authorityFor(foreign).order(names, null)).rejects.toMatchObject({ kind: "refused" });
  expect(asked).toEqual([]);
  expect(guarded).toEqual([foreign.directory]);
  const known = [
    choice("https://acme.zerossl.com/v2/DV90", { isTenants: true }),
    choice(ours, { isTenants: true }),
    choice("https://second.example/directory"),
  ];
  for (const each of known) await made.authorityFor(each).order(names, null);
  expect(guarded).toHaveLength(1);
});

test("one CA and account is one authority, whatever the terms, and another external account is another one", async () => {
  const { made, accounts } = authorities(true);
  const registrations = () => asked.filter((each) => each.endsWith("/account")).length;
  await made.authorityFor(choice(ours)).order(names, null);
  await made.authorityFor(choice(ours, { preferredChain: "Root X" })).order(names, null);
  expect(registrations()).toBe(1);
  accounts.read = async () => null;
  const externalAccount = { kid: "kid", hmacKey: new SecretText("c2VjcmV0") };
  const other = made.authorityFor(choice(ours, { externalAccount }));
  await other.order(names, null);
  expect(registrations()).toBe(2);
  expect(other.id).not.toBe(made.authorityFor(choice(ours)).id);
});

test("of many CAs, only the latest are kept in memory; one that was dropped works as before", async () => {
  const { made, accounts } = authorities(true);
  const read = vi.spyOn(accounts, "read");
  const first = choice("https://first.example/directory");
  await made.authorityFor(first).order(names, null);
  for (let each = 0; each < 199; each += 1) made.authorityFor(choice(`https://ca${each}.example/directory`));
  await made.authorityFor(first).order(names, null);
  expect(read).toHaveBeenCalledTimes(1);
  made.authorityFor(choice("https://one-more.example/directory"));
  await made.authorityFor(first).order(names, null);
  expect(read).toHaveBeenCalledTimes(2);
});

test("the names of a CA for CAA records come from its directory", async () => {
  answers["/directory"] = () =>
    Response.json({
      newNonce: "https://ca.example/nonce",
      newAccount: "https://ca.example/account",
      newOrder: "https://ca.example/new-order",
      meta: { caaIdentities: ["ca.example"] },
    });
  expect(await authorities(true).made.authorityFor(choice(ours)).caaIdentities()).toEqual(["ca.example"]);
});

async function certificateBy(issuer: string): Promise<string> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.create({
    subject: "CN=shop",
    issuer: `CN=${issuer}`,
    signingKey: keys.privateKey,
    publicKey: keys.publicKey,
    signingAlgorithm: algorithm,
  });
  return `${certificate.toString("pem")}\n`;
}

test("of several chains, the one from the preferred issuer is used, or the CA's default if none matches", async () => {
  const [usualChain, otherChain] = await Promise.all(["Root X", "Root Y"].map(certificateBy));
  answers["/order/1"] = () =>
    Response.json({
      ...order("https://ca.example"),
      status: "valid",
      certificate: "https://ca.example/chain",
    });
  answers["/chain"] = () =>
    new Response(usualChain, { headers: { link: '<https://ca.example/other-chain>;rel="alternate"' } });
  answers["/other-chain"] = () => new Response(otherChain);
  const termsOf = createAuthority({ directory: ours, accounts: memoryAccounts(), termsAgreed: true });
  const collected = (preferredChain: string | null) =>
    termsOf({ preferredChain }).collect("https://ca.example/order/1");
  expect(await collected("Root Y")).toBe(otherChain);
  expect(await collected("Root Z")).toBe(usualChain);
  expect(await collected(null)).toBe(usualChain);
});
