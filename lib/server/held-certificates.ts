import { keyOf, type SecuredHost } from "@/lib/gateway/model";
import type { CertificateFact } from "@/lib/gateway/steps/certificate";
import type { SecretFact } from "@/lib/gateway/steps/secret";
import type { Runtime } from "./runtime";

export interface HeldCertificate {
  target: SecuredHost;
  fact: CertificateFact;
  secret: SecretFact | null;
}

/** The certificates that secured hosts have now, as their walks know them. */
export function heldCertificates({ index, live }: Pick<Runtime, "index" | "live">): HeldCertificate[] {
  return index.all().flatMap((target) => {
    const reports = live.get(keyOf(target))?.reports ?? [];
    const done = (id: string) => reports.find(({ step, state }) => step === id && state === "done")?.fact;
    const fact = done("certificate") as CertificateFact | undefined;
    return fact ? [{ target, fact, secret: (done("secret") as SecretFact | undefined) ?? null }] : [];
  });
}
