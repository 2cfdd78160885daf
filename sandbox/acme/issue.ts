import "reflect-metadata";
import { createPublicKey, type KeyObject } from "node:crypto";
import {
  BasicConstraintsExtension,
  Extension,
  Pkcs10CertificateRequest,
  type PublicKey,
  SubjectAlternativeNameExtension,
} from "@peculiar/x509";
import { calculateJwkThumbprint, type JWK } from "jose";
import type { Authority } from "./authority";
import { LookupFailure, newIteration } from "./dns/iteration";
import { caaRefusal } from "./dns/validation";
import { profiles, readProfile } from "./order-request";
import { AcmeProblem, type Identifier, type ProblemDocument } from "./problem";
import { addCertificate, type OrderRecord, renewalId } from "./store";

const subjectAlternativeName = "2.5.29.17";
const basicConstraints = "2.5.29.19";

/**
 * Checks a certificate request (RFC 8555 §7.4) and returns its key.
 * @param encoded base64url DER
 * @throws badCSR unless it names exactly `names` and is signed by an acceptable key that isn't the account's
 */
export async function checkCsr(
  encoded: unknown,
  names: string[],
  accountThumbprint: string,
): Promise<PublicKey> {
  if (typeof encoded !== "string" || !/^[A-Za-z0-9_-]+$/.test(encoded)) {
    throw new AcmeProblem("malformed", "finalize needs csr as base64url without padding.");
  }
  const csr = await parseCsr(encoded);
  await checkKey(csr.publicKey, accountThumbprint);
  const asked = namesOf(csr);
  const missing = names.filter((name) => !asked.has(name));
  const extra = [...asked].filter((name) => !names.includes(name));
  if (missing.length > 0) throw badCsr(`it lacks the order's ${missing.join(", ")}`);
  if (extra.length > 0) throw badCsr(`it names ${extra.join(", ")}, which the order does not hold`);
  const constraints = csr.getExtension(basicConstraints);
  if (constraints && new BasicConstraintsExtension(constraints.rawData).ca) throw badCsr("it asks for a CA");
  return csr.publicKey;
}

/** Parses a request that has passed the checks before, as after a restart. */
export async function parseCsr(encoded: string): Promise<Pkcs10CertificateRequest> {
  let csr: Pkcs10CertificateRequest;
  let verified: boolean;
  try {
    csr = new Pkcs10CertificateRequest(Buffer.from(encoded, "base64url"));
    verified = await csr.verify();
  } catch {
    throw badCsr("it cannot be read");
  }
  if (!verified) throw badCsr("its signature does not verify");
  return csr;
}

function namesOf(csr: Pkcs10CertificateRequest): Set<string> {
  const names = new Set(csr.subjectName.getField("CN").map((name) => name.toLowerCase()));
  const extension = csr.getExtension(subjectAlternativeName);
  if (!(extension instanceof Extension)) return names;
  for (const { type, value } of new SubjectAlternativeNameExtension(extension.rawData).names.items) {
    if (type !== "dns" && type !== "ip")
      throw badCsr(`it names ${value}, which is neither a DNS name nor an IP address`);
    names.add(value.toLowerCase());
  }
  return names;
}

async function checkKey(publicKey: PublicKey, accountThumbprint: string): Promise<void> {
  const key = readKey(publicKey);
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === "rsa") {
    if (modulusLength < 2048 || modulusLength > 4096) throw badCsr(`its RSA key has ${modulusLength} bits`);
  } else if (key.asymmetricKeyType !== "ec" || !["prime256v1", "secp384r1"].includes(namedCurve ?? "")) {
    throw badCsr("its key is neither RSA (2048 to 4096 bits) nor EC (P-256, P-384)");
  }
  const thumbprint = await calculateJwkThumbprint(key.export({ format: "jwk" }) as JWK);
  if (thumbprint === accountThumbprint) throw badCsr("its key is the account's key");
}

function readKey(publicKey: PublicKey): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(publicKey.rawData), format: "der", type: "spki" });
  } catch {
    throw badCsr("its key cannot be read");
  }
}

function badCsr(reason: string): AcmeProblem {
  return new AcmeProblem("badCSR", `The certificate request is refused: ${reason}.`);
}

/**
 * Issues the certificate of a processing order after the CA's delay: checks CAA, then signs.
 * @param publicKey the key of the checked request; after a restart it is undefined, and the stored request is read
 * again
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

/** Checks CAA for every name (RFC 8659). One forbidden name fails the order; a subproblem names each such name. */
async function caaProblem(authority: Authority, identifiers: Identifier[]): Promise<AcmeProblem | undefined> {
  const iteration = newIteration(authority.dns);
  const subproblems: ProblemDocument[] = [];
  // CAA records are about names (RFC 8738, section 8).
  for (const identifier of identifiers.filter(({ type }) => type === "dns")) {
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
