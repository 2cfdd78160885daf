import { X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { quietDuration } from "@/lib/testing/slowness";
import { createAuthority } from "./authority";
import { memoryOrderStore } from "./ledger";
import { memoryAccounts, signingRequest, testAuthority } from "./testing/test-authority";

const { outside, authority, freshName, watch, until, publish, issue } = testAuthority();

test("with an existing account, an issuance takes at most nine requests", async () => {
  const ca = authority();
  await issue(ca, [freshName()]);
  const requests = watch();
  const name = freshName();
  const chain = await issue(ca, [name]);
  expect(new X509Certificate(chain).subjectAltName).toBe(`DNS:${name}`);
  expect(chain.match(/BEGIN CERTIFICATE/g)?.length).toBeGreaterThan(1);
  expect(requests.length, requests.join("\n")).toBeLessThanOrEqual(9);
});

test("every step resumes from the order URL in a process that knows nothing else", async () => {
  const accounts = memoryAccounts();
  const fresh = () => authority({ accounts });
  const name = freshName();
  const url = await fresh().order([name], null);
  await publish(fresh(), url);
  await fresh().accept(url);
  const accepted = await fresh().state(url);
  expect(["pending", "ready"]).toContain(accepted.status);
  // On a busy machine, the CA may have finished with the challenge already, or with all of the order.
  if (accepted.status === "pending")
    expect(accepted.challenges).toMatchObject([
      { name: `_acme-challenge.${name}`, status: expect.stringMatching(/^(processing|valid)$/) },
    ]);
  await until(fresh(), url, "ready");
  await fresh().finalize(url, await signingRequest([name]));
  await until(fresh(), url, "valid");
  expect(new X509Certificate(await fresh().collect(url)).subjectAltName).toBe(`DNS:${name}`);
});

test("a 429 is reported as rate-limited with the CA's seconds, and nothing sleeps", async () => {
  const ca = authority();
  await ca.order([freshName()], null);
  outside().levers.caRetryAfterSeconds = 77;
  const took = await quietDuration(() =>
    expect(ca.order([freshName()], null)).rejects.toMatchObject({
      kind: "rate-limited",
      retryAfterSeconds: 77,
    }),
  );
  expect(took).toBeLessThan(1_000);
});

test("a CA that is down is unreachable, and works again when it is back", async () => {
  const ca = authority();
  outside().levers.caUnavailable = true;
  await expect(ca.order([freshName()], null)).rejects.toMatchObject({
    kind: "unreachable",
    retryAfterSeconds: expect.any(Number),
  });
  outside().levers.caUnavailable = false;
  expect(await ca.order([freshName()], null)).toContain("https://");
});

test("a refused nonce is replaced, and the caller doesn't notice", async () => {
  const ca = authority();
  await ca.order([freshName()], null);
  let refused = 0;
  watch((url) => {
    if (!url.endsWith("order") || refused++ > 1) return null;
    const problem = { type: "urn:ietf:params:acme:error:badNonce", detail: "old" };
    return Response.json(problem, { status: 400 });
  });
  await ca.order([freshName()], null);
});

test("a profile is part of the order if the CA offers it; otherwise nothing is ordered", async () => {
  const { directoryUrl } = outside().acme;
  const onTerms = createAuthority({
    directory: directoryUrl,
    accounts: memoryAccounts(),
    termsAgreed: true,
  });
  await expect(onTerms({ profile: "forever" }).order([freshName()], null)).rejects.toMatchObject({
    kind: "unconfigured",
    message: "The CA doesn’t offer the profile forever.",
    remedy: expect.stringContaining("shortlived"),
  });
  const ordered: unknown[] = [];
  watch((url, { body }) => {
    if (!url.endsWith("order")) return null;
    const { payload } = JSON.parse(String(body));
    ordered.push(JSON.parse(Buffer.from(payload, "base64url").toString()).profile);
    return null;
  });
  await onTerms({ profile: "shortlived" }).order([freshName()], null);
  await onTerms({}).order([freshName()], null);
  expect(ordered).toEqual(["shortlived", undefined]);
});

test("a setting that isn't a URL names no CA, and breaks nothing else", async () => {
  const ca = authority({ directory: "lets encrypt" });
  expect(ca.title).toBe("lets encrypt");
  await expect(ca.order([freshName()], null)).rejects.toMatchObject({ kind: "unconfigured" });
});

test("an order that the CA doesn't know is gone", async () => {
  const ca = authority();
  const url = await ca.order([freshName()], null);
  const unknown = url.replace(/[^/]+$/, "doesnotexist");
  expect(await ca.state(unknown)).toMatchObject({ status: "invalid", gone: true });
  const stranger = authority();
  expect(await stranger.state(url)).toMatchObject({ status: "invalid", gone: true });
});

test("a failed challenge is reported in the CA's words, and the order doesn't count as gone", async () => {
  const ca = authority();
  const url = await ca.order([freshName()], null);
  await ca.accept(url);
  await expect.poll(() => ca.state(url)).toMatchObject({ status: "invalid" });
  expect(await ca.state(url)).toMatchObject({
    status: "invalid",
    problem: expect.stringMatching(/TXT|record/i),
    gone: false,
  });
});

test("finalizing an order again while it is processing is no error", async () => {
  const ca = authority();
  const name = freshName();
  const url = await ca.order([name], null);
  await publish(ca, url);
  await ca.accept(url);
  await until(ca, url, "ready");
  const csr = await signingRequest([name]);
  await ca.finalize(url, csr);
  await ca.finalize(url, csr);
  await until(ca, url, "valid");
});

test("a name and its wildcard get two TXT values at one name, and one certificate", async () => {
  const ca = authority();
  const name = freshName();
  const wanted = [name, `*.${name}`];
  const url = await ca.order(wanted, null);
  const state = await ca.state(url);
  if (state.status !== "pending") throw new Error(state.status);
  expect(state.challenges.map((challenge) => challenge.name)).toEqual(
    Array(2).fill(`_acme-challenge.${name}`),
  );
  outside().set(
    `_acme-challenge.${name}.`,
    "TXT",
    state.challenges.map(({ value }) => `"${value}"`),
  );
  await ca.accept(url);
  await until(ca, url, "ready");
  await ca.finalize(url, await signingRequest(wanted));
  await until(ca, url, "valid");
  expect(new X509Certificate(await ca.collect(url)).subjectAltName).toBe(`DNS:${name}, DNS:*.${name}`);
});

test("while a challenge waits for us, nothing is sent to the CA", async () => {
  const ca = authority();
  const url = await ca.order([freshName()], null);
  await ca.state(url);
  const requests = watch();
  for (let round = 0; round < 5; round++) await ca.state(url);
  expect(requests).toEqual([]);
});

test("40 orders at once are issued", async () => {
  const ca = authority();
  const wanted = Array.from({ length: 40 }, freshName);
  const chains = await Promise.all(wanted.map((name) => issue(ca, [name])));
  expect(new Set(chains.map((chain) => new X509Certificate(chain).subjectAltName))).toEqual(
    new Set(wanted.map((name) => `DNS:${name}`)),
  );
});

test("the CA's names for CAA records are known", async () => {
  expect(await authority().caaIdentities()).toEqual(["sandbox.lamia.test"]);
});

test("the renewal window is requested once for as long as the CA says, and a renewal names what it replaces", async () => {
  const ca = authority();
  const name = freshName();
  const certificate = new X509Certificate(await issue(ca, [name]));
  const ariId = ariIdOf(certificate);
  const requests = watch();
  const window = await ca.renewalWindow(ariId);
  expect(Date.parse(window?.start ?? "")).toBeLessThan(Date.parse(window?.end ?? ""));
  await ca.renewalWindow(ariId);
  expect(requests).toHaveLength(1);
  await issue(ca, [name], ariId);
  // It has been replaced already, so the CA refuses the hint, and issues without it.
  await issue(ca, [name], ariId);
});

/** RFC 9773, section 4.1. */
function ariIdOf(certificate: X509Certificate): string {
  const raw = certificate.raw;
  const oid = Buffer.from([0x06, 0x03, 0x55, 0x1d, 0x23]);
  const at = raw.indexOf(oid) + oid.length;
  const keyId = raw.subarray(at + 6, at + 6 + (raw[at + 5] ?? 0));
  const digits = certificate.serialNumber;
  const serial = Buffer.from(Number.parseInt(digits[0] ?? "0", 16) >= 8 ? `00${digits}` : digits, "hex");
  return `${keyId.toString("base64url")}.${serial.toString("base64url")}`;
}

test("workers share what was ordered: a CA's limit holds for all of them, and nothing is sent too early", async () => {
  const orderStore = memoryOrderStore();
  const accounts = memoryAccounts();
  const limits = { certificatesPerNames: { count: 2, windowSeconds: 3600 } };
  const worker = () => authority({ accounts, orderStore, limits });
  const name = freshName();
  await worker().order([name], null);
  await worker().order([name], null);
  const requests = watch();
  await expect(worker().order([name], null)).rejects.toMatchObject({
    kind: "rate-limited",
    message: expect.stringContaining(`2 certificates for exactly ${name}`),
  });
  expect(requests.filter((each) => each.endsWith("new-order"))).toEqual([]);
  expect((await worker().outlook([name], "new")).uses).toMatchObject([{ used: 2, limit: 2 }]);
  await worker().order([freshName()], null);
});

test("a pause that a CA requests from one worker stops all of them, to the second", async () => {
  const orderStore = memoryOrderStore();
  const accounts = memoryAccounts();
  const worker = () => authority({ accounts, orderStore });
  const [first, second] = [freshName(), freshName()];
  await worker().order([freshName()], null);
  outside().levers.caRetryAfterSeconds = 77;
  await expect(worker().order([first], null)).rejects.toMatchObject({ retryAfterSeconds: 77 });
  const requests = watch();
  const asked = () => requests.filter((each) => each.endsWith("new-order")).length;
  const again = worker().order([first], null);
  await expect(again).rejects.toMatchObject({ kind: "rate-limited", retryAfterSeconds: expect.any(Number) });
  expect(asked()).toBe(0);
  // One refusal may be about its names only, but a second one is about the account.
  await expect(worker().order([second], null)).rejects.toMatchObject({ kind: "rate-limited" });
  expect(asked()).toBe(1);
  outside().levers.caRetryAfterSeconds = null;
  await expect(worker().order([freshName()], null)).rejects.toMatchObject({
    message: expect.stringContaining("orders nothing new from it before"),
  });
  expect(asked()).toBe(1);
});

test("a failed validation counts for its name, and an issued certificate for its domain", async () => {
  const orderStore = memoryOrderStore();
  const ca = authority({ orderStore, registrableDomain: () => "example.test" });
  const [good, bad] = [freshName(), freshName()];
  await issue(ca, [good]);
  const url = await ca.order([bad], null);
  await ca.state(url);
  await ca.accept(url);
  await until(ca, url, "invalid");
  const past = await orderStore.since(ca.id, new Date(0), ["example.test"]);
  expect(past.map(({ names, state }) => [names, state])).toEqual([
    [[good], "issued"],
    [[bad], "failed"],
  ]);
  const givenUp = await ca.order([freshName()], null);
  await ca.abandon(givenUp);
  expect((await orderStore.since(ca.id, new Date(0), null)).at(-1)).toMatchObject({ state: "dropped" });
});
