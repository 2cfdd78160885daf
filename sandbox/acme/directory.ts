import type { Authority } from "./authority";
import { profiles } from "./profiles";
import { paths } from "./urls";

/** The directory (RFC 8555 §7.1.1), with renewalInfo (RFC 9773) and profiles (draft-ietf-acme-profiles). */
export function directory({
  origin,
  externalAccountRequired,
  caaIdentity,
}: Authority): Record<string, unknown> {
  return {
    newNonce: origin + paths.newNonce,
    newAccount: origin + paths.newAccount,
    newOrder: origin + paths.newOrder,
    keyChange: origin + paths.keyChange,
    revokeCert: origin + paths.revokeCert,
    renewalInfo: origin + paths.renewalInfo,
    meta: {
      termsOfService: origin + paths.terms,
      caaIdentities: [caaIdentity],
      externalAccountRequired,
      profiles: Object.fromEntries(
        Object.entries(profiles).map(([name, { description }]) => [name, description]),
      ),
    },
  };
}

export const termsText = `Terms of the Lamia Sandbox CA

This CA runs on your own machine, for trying things out. Its certificates are trusted by nobody
who has not been given its root. It promises nothing, keeps no log of you and asks for nothing.
`;
