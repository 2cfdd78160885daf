import { createPrivateKey, type X509Certificate } from "node:crypto";
import { exportJWK, FlattenedSign, type JWK } from "jose";
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import type { AccountStore, AcmeOptions, StoredAccount } from "@/lib/acme/account";
import { createCertificateAuthority } from "@/lib/acme/authority";
import { trust } from "@/lib/dns/testing/trust";
import type { CertificateAuthority, OrderState } from "@/lib/gateway/world";
import { startTestCa, type TestCa } from "@/sandbox/acme/testing/test-ca";
import { newCsr } from "@/sandbox/acme/testing/test-client";
import { initialLevers } from "@/sandbox/levers/levers";

/** Accounts in memory, with a record of what was saved. */
export function memoryAccounts(initial?: StoredAccount): AccountStore & { saved: StoredAccount[] } {
  const saved: StoredAccount[] = initial ? [initial] : [];
  return {
    saved,
    read: async () => saved.at(-1) ?? null,
    save: async (_directory, account) => void saved.push(account),
  };
}

/** Counts this process's requests through `fetch`, and lets a test answer some of them. */
export function watchRequests(answer: (url: string, init: RequestInit) => Response | null = () => null) {
  const genuine = globalThis.fetch;
  const requests: string[] = [];
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    requests.push(`${init.method} ${new URL(url).pathname}`);
    const own = answer(url, init);
    return own ? Promise.resolve(own) : genuine(url, init);
  });
  return { requests, stop: () => vi.unstubAllGlobals() };
}

/** A certificate request for the names with a new EC P-256 key, DER. */
export async function signingRequest(names: string[]): Promise<Uint8Array> {
  return Buffer.from(await newCsr(names), "base64url");
}

/** A CA on loopback for the tests of a file, and what they do with it; it starts and ends with the file. */
export function testAuthority() {
  let outside: TestCa;
  let distrust: () => void;
  let names = 0;

  beforeAll(async () => {
    outside = await startTestCa({ validationSeconds: 0.3, issuanceSeconds: 0.15 });
    distrust = trust(outside.root.certificatePem);
  });
  afterAll(async () => {
    distrust();
    await outside.close();
  });
  beforeEach(() => {
    Object.assign(outside.levers, initialLevers);
  });
  const cleanups: (() => void)[] = [];
  afterEach(() => {
    for (const clean of cleanups.splice(0)) clean();
  });

  function authority(options: Partial<AcmeOptions> = {}): CertificateAuthority {
    return createCertificateAuthority({
      directory: outside.acme.directoryUrl,
      accounts: memoryAccounts(),
      email: "ops@example.test",
      termsAgreed: true,
      ...options,
    });
  }

  const freshName = (): string => `h${++names}.example.test`;

  function watch(answer?: Parameters<typeof watchRequests>[0]): string[] {
    const { requests, stop } = watchRequests(answer);
    cleanups.push(stop);
    return requests;
  }

  async function until(
    ca: CertificateAuthority,
    url: string,
    status: OrderState["status"],
  ): Promise<OrderState> {
    let state = await ca.state(url);
    for (const endsAt = Date.now() + 10_000; state.status !== status && Date.now() < endsAt; ) {
      if (state.status === "invalid") break;
      await new Promise((resolve) => setTimeout(resolve, 50));
      state = await ca.state(url);
    }
    expect(state).toMatchObject({ status });
    return state;
  }

  async function publish(ca: CertificateAuthority, url: string): Promise<void> {
    const state = await ca.state(url);
    if (state.status !== "pending") throw new Error(`The order is ${state.status}.`);
    for (const { name, value } of state.challenges) outside.set(`${name}.`, "TXT", [`"${value}"`]);
  }

  async function issue(
    ca: CertificateAuthority,
    wanted: string[],
    replaces: string | null = null,
  ): Promise<string> {
    const url = await ca.order(wanted, replaces);
    await publish(ca, url);
    await ca.accept(url);
    await until(ca, url, "ready");
    await ca.finalize(url, await signingRequest(wanted));
    await until(ca, url, "valid");
    return ca.collect(url);
  }

  return {
    outside: () => outside,
    /** Runs after the test. */
    afterwards: (clean: () => void) => void cleanups.push(clean),
    authority,
    freshName,
    watch,
    until,
    publish,
    issue,
  };
}

/**
 * Revokes a certificate as its key holder may (RFC 8555, section 7.6): signed with that key, without an account. Throws if
 * the CA refuses.
 */
export async function revoke(
  directoryUrl: string,
  certificate: X509Certificate,
  keyPem: string,
): Promise<void> {
  const directory = (await (await fetch(directoryUrl)).json()) as Record<string, string>;
  const { newNonce = "", revokeCert = "" } = directory;
  const nonce = (await fetch(newNonce, { method: "HEAD" })).headers.get("replay-nonce") ?? "";
  const { kty, crv, x, y } = await exportJWK(createPrivateKey(keyPem));
  const payload = JSON.stringify({ certificate: certificate.raw.toString("base64url"), reason: 1 });
  const body = await new FlattenedSign(new TextEncoder().encode(payload))
    .setProtectedHeader({ alg: "ES256", nonce, url: revokeCert, jwk: { kty, crv, x, y } as JWK })
    .sign(createPrivateKey(keyPem));
  const answer = await fetch(revokeCert, {
    method: "POST",
    headers: { "content-type": "application/jose+json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`The CA did not revoke: ${answer.status} ${await answer.text()}`);
}
