import type { PublicKey } from "@peculiar/x509";
import type { Authority } from "./authority";
import { parseCsr } from "./csr";
import { caaRefusal } from "./dns/caa";
import { LookupFailure, newIteration } from "./dns/iteration";
import { profiles, readProfile } from "./order-request";
import { AcmeProblem, type Identifier, type ProblemDocument } from "./problem";
import { addCertificate, type OrderRecord, renewalId } from "./store";

/**
 * Issues for a processing order after the CA's own delay: CAA first, then the signature.
 * @param publicKey of the checked request; without it (after a restart) the kept request is read again
 */
export function issueLater(authority: Authority, order: OrderRecord, publicKey?: PublicKey): void {
  authority.later(authority.issuanceSeconds, async () => {
    try {
      const refused = await caaProblem(authority, order.identifiers);
      if (refused) throw refused;
      await issue(authority, order, publicKey ?? (await parseCsr(order.csr ?? "")).publicKey);
    } catch (error) {
      order.status = "invalid";
      order.error =
        error instanceof AcmeProblem
          ? error.document
          : new AcmeProblem("serverInternal", "The issuance failed inside the CA.").document;
    }
    delete order.csr;
    authority.changed();
  });
}

async function issue(authority: Authority, order: OrderRecord, publicKey: PublicKey): Promise<void> {
  const names = order.identifiers.map(({ value }) => value);
  const { lifetimeHours } = profiles[readProfile(order.profile)];
  const leaf = await authority.issuer.sign({ names, publicKey, lifetimeHours });
  addCertificate(authority.store, {
    id: leaf.serial,
    accountId: order.accountId,
    names,
    certificatePem: leaf.pem,
    renewalId: renewalId(authority.issuer.keyId, leaf.serial),
    notBefore: leaf.notBefore,
    notAfter: leaf.notAfter,
  });
  order.status = "valid";
  order.certificateId = leaf.serial;
  authority.counts.certificatesIssued += 1;
}

/** CAA of every name (RFC 8659); one refused name refuses the order, and each is named in a subproblem. */
async function caaProblem(authority: Authority, identifiers: Identifier[]): Promise<AcmeProblem | undefined> {
  const iteration = newIteration(authority.dns);
  const subproblems: ProblemDocument[] = [];
  for (const identifier of identifiers) {
    const wildcard = identifier.value.startsWith("*.");
    const name = wildcard ? identifier.value.slice(2) : identifier.value;
    const reason = await caaRefusal(iteration, name, wildcard, authority.caaIdentity).catch(
      (error: unknown) => {
        if (error instanceof LookupFailure) return `CAA cannot be looked up: ${error.message}`;
        throw error;
      },
    );
    if (reason !== undefined) subproblems.push({ ...new AcmeProblem("caa", reason).document, identifier });
  }
  const [first, ...more] = subproblems;
  if (!first) return undefined;
  const others = more.length > 0 ? ` (and ${more.length} more names)` : "";
  return new AcmeProblem("caa", `Rechecking CAA for "${first.identifier?.value}"${others}: ${first.detail}`, {
    subproblems,
  });
}
