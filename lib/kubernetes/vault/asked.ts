import { z } from "zod";
import { type ReissueRequest, type Revocation, revocationReasons } from "@/lib/gateway/model";
import { decoded, encoded, type SecretObject } from "@/lib/kubernetes/objects/secret-object";
import { certificateInfo, leafOf } from "./certificate-info";
import { issueOf, type VaultChange } from "./vault-store";

/**
 * A Secret holds a megabyte, and a certificate takes up to ten kilobytes. Whoever asks for another one is refused; none that
 * waits is ever dropped.
 */
export const mostRevocations = 20;

const reason = z.literal(Object.keys(revocationReasons) as (keyof typeof revocationReasons)[]);
const asked = z.object({
  request: z
    .object({ serial: z.string(), reason: reason.nullable(), pendingOrder: z.string().nullable() })
    .nullable(),
  revocations: z.array(
    z.object({ serial: z.string(), reason, certificate: z.string(), ca: z.string().nullable() }),
  ),
});

/** What users asked for a host's certificates, and isn't done. */
export interface Asked {
  request: ReissueRequest | null;
  revocations: Revocation[];
}

/** Nothing if somebody has put something else there. */
export function askedOf(value: string | undefined): Asked {
  try {
    const { request, revocations } = asked.parse(value === undefined ? null : JSON.parse(decoded(value)));
    return { request, revocations: revocations.map(withExpiry) };
  } catch {
    return { request: null, revocations: [] };
  }
}

function withExpiry(revocation: Omit<Revocation, "notAfter">): Revocation {
  return { ...revocation, notAfter: certificateInfo(revocation.certificate)?.notAfter ?? null };
}

/** Null, which removes it, once nothing is left. */
export function encodedAsked({ request, revocations }: Asked): string | null {
  if (request === null && revocations.length === 0) return null;
  const kept = revocations.map(({ notAfter: _, ...stored }) => stored);
  return encoded(JSON.stringify({ request, revocations: kept }));
}

/**
 * The old certificate is no longer the host's, because another one replaces it, the host moves to another virtual cluster, or
 * its key is lost. What is left of a request for it is the revocation.
 */
export function askedAfterReplacing(seen: SecretObject): VaultChange {
  const before = seen.data["asked.json"];
  if (before === undefined) return {};
  const { request, revocations } = askedOf(before);
  const old = seen.data["tls.crt"];
  const kept = old === undefined ? null : certificateInfo(decoded(old));
  const isOver = request?.reason && old !== undefined && kept?.serial === request.serial;
  const revocation: Revocation[] = isOver
    ? [
        {
          serial: request.serial,
          reason: request.reason ?? "unspecified",
          certificate: leafOf(decoded(old)),
          notAfter: kept.notAfter,
          ca: issueOf(seen.data["tls.json"]).ca,
        },
      ]
    : [];
  return { "asked.json": encodedAsked({ request: null, revocations: [...revocations, ...revocation] }) };
}
