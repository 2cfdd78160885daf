import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { trust } from "@/lib/dns/testing/trust";
import type { CertificateAuthority, OrderState } from "@/lib/gateway/world";
import { startTestCa, type TestCa } from "@/sandbox/acme/testing/test-ca";
import { initialLevers } from "@/sandbox/levers/levers";
import { createCertificateAuthority } from "../authority";
import type { AcmeOptions } from "../options";
import { memoryAccounts } from "./memory-accounts";
import { watchRequests } from "./request-count";
import { signingRequest } from "./signing-request";

/** A CA on loopback for the tests of a file, and what they do with it; begun and ended with the file. */
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
    /** Done after the test. */
    afterwards: (clean: () => void) => void cleanups.push(clean),
    authority,
    freshName,
    watch,
    until,
    publish,
    issue,
  };
}
