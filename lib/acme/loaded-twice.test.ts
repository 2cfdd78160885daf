import { afterEach, expect, test, vi } from "vitest";
import { createCertificateAuthority } from "./authority";
import { memoryAccounts } from "./testing/test-authority";

const ca = "https://ca.example";
afterEach(() => void vi.unstubAllGlobals());

/** A CA that accepts every order. */
function stubCa(): void {
  let nonces = 0;
  vi.stubGlobal("fetch", async (url: string) => {
    const at = { account: `${ca}/account/1`, order: `${ca}/order/1` };
    const { pathname } = new URL(url);
    const urls = { newNonce: `${ca}/nonce`, newAccount: `${ca}/account`, newOrder: `${ca}/order` };
    const order = { status: "pending", authorizations: [], finalize: `${ca}/finalize` };
    const location = pathname === "/account" ? at.account : pathname === "/order" ? at.order : null;
    const headers = { "replay-nonce": `nonce-${++nonces}`, ...(location ? { location } : {}) };
    const body = pathname === "/directory" ? urls : pathname === "/order" ? order : {};
    return Response.json(body, { status: location ? 201 : 200, headers });
  });
}

test("two copies of the transport, as in two bundles of the server, share the one library", async () => {
  stubCa();
  vi.resetModules();
  const { createCertificateAuthority: another } = await import("./authority");
  const made = [createCertificateAuthority, another].map((create) =>
    create({ directory: `${ca}/directory`, accounts: memoryAccounts(), termsAgreed: true }),
  );
  for (const each of made) expect(await each.order(["a.example.org"], null)).toBe(`${ca}/order/1`);
});
