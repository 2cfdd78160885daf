import { createHash } from "node:crypto";
import { Failure } from "@/lib/gateway/failure";
import type { DnsChallenge } from "@/lib/gateway/world";
import type { AuthorizationDocument } from "./order-documents";

type Challenge = AuthorizationDocument["challenges"][number];

/** The TXT record that proves the control of a name (RFC 8555, section 8.4). */
export function dnsChallenge(authorization: AuthorizationDocument, thumbprint: string): DnsChallenge {
  const { token } = dnsChallengeOf(authorization);
  const value = createHash("sha256").update(`${token}.${thumbprint}`).digest("base64url");
  return { name: `_acme-challenge.${authorization.identifier.value.toLowerCase()}`, value };
}

export function dnsChallengeOf({ identifier, challenges }: AuthorizationDocument): Challenge {
  const found = challenges.find(({ type }) => type === "dns-01");
  if (found) return found;
  throw new Failure("rejected", `The CA offers no DNS challenge for ${identifier.value}.`, {
    remedy: "Choose a CA that validates by dns-01.",
  });
}
