import { z } from "zod";
import {
  type CertificateInfo,
  type ReissueRequest,
  type Revocation,
  revocationReasons,
} from "@/lib/gateway/model";
import { decoded, encoded, type SecretObject } from "@/lib/kubernetes/objects/secret-object";
import { leafOf } from "./certificate-info";
import { issueOf, type VaultChange } from "./vault-store";

/** A Secret holds a megabyte, and a certificate takes up to ten kilobytes. */
const mostRevocations = 20;

const reason = z.literal(Object.keys(revocationReasons) as (keyof typeof revocationReasons)[]);
const asked = z.object({
  request: z
    .object({ serial: z.string(), reason: reason.nullable(), pendingOrder: z.string().nullable() })
    .nullable(),
  revocations: z
    .array(z.object({ serial: z.string(), reason, certificate: z.string(), ca: z.string().nullable() }))
    .max(mostRevocations),
});

/** What users asked for a host's certificates, and isn't done. */
export interface Asked {
  request: ReissueRequest | null;
  revocations: Revocation[];
}

/** Nothing if somebody has put something else there. */
export function askedOf(value: string | undefined): Asked {
  try {
    return asked.parse(value === undefined ? null : JSON.parse(decoded(value)));
  } catch {
    return { request: null, revocations: [] };
  }
}

/** Null, which removes it, once nothing is left. */
export function encodedAsked({ request, revocations }: Asked): string | null {
  if (request === null && revocations.length === 0) return null;
  return encoded(JSON.stringify({ request, revocations: revocations.slice(-mostRevocations) }));
}

/** The request for the old certificate is done: what is left of it is the revocation. */
export function askedAfterReplacing(seen: SecretObject, kept: CertificateInfo | null): VaultChange {
  const before = seen.data["asked.json"];
  if (before === undefined) return {};
  const { request, revocations } = askedOf(before);
  const old = seen.data["tls.crt"];
  const isOver = request?.reason && old !== undefined && kept?.serial === request.serial;
  const revocation: Revocation[] = isOver
    ? [
        {
          serial: request.serial,
          reason: request.reason ?? "unspecified",
          certificate: leafOf(decoded(old)),
          ca: issueOf(seen.data["tls.json"]).ca,
        },
      ]
    : [];
  return { "asked.json": encodedAsked({ request: null, revocations: [...revocations, ...revocation] }) };
}
