import { changeKey, newAccount, updateAccount } from "./accounts";
import { type Authority, paths, type SignedHandler } from "./authority";
import { showAuthorization, showChallenge } from "./authorizations";
import { downloadCertificate, downloadWithRoot, revokeCertificate } from "./certificates";
import type { Signer } from "./jws";
import { profiles } from "./order-request";
import { finalizeOrder, listOrders, newOrder, showOrder } from "./orders";

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

interface SignedRoute {
  path: RegExp;
  signer: Signer;
  /** True where only POST-as-GET makes sense: the payload must be empty (RFC 8555 §6.3). */
  readOnly: boolean;
  handle: SignedHandler;
}

/** Every resource that is asked by a signed POST. */
const signedRoutes: readonly SignedRoute[] = [
  { path: at(paths.newAccount), signer: "key", readOnly: false, handle: newAccount },
  { path: at(paths.newOrder), signer: "account", readOnly: false, handle: newOrder },
  { path: at(paths.keyChange), signer: "account", readOnly: false, handle: changeKey },
  { path: at(paths.revokeCert), signer: "either", readOnly: false, handle: revokeCertificate },
  { path: at(paths.account(":")), signer: "account", readOnly: false, handle: updateAccount },
  { path: at(paths.accountOrders(":")), signer: "account", readOnly: true, handle: listOrders },
  { path: at(paths.order(":")), signer: "account", readOnly: true, handle: showOrder },
  { path: at(paths.finalize(":")), signer: "account", readOnly: false, handle: finalizeOrder },
  { path: at(paths.authorization(":")), signer: "account", readOnly: false, handle: showAuthorization },
  { path: at(paths.challenge(":", ":")), signer: "account", readOnly: false, handle: showChallenge },
  { path: at(paths.certificate(":")), signer: "account", readOnly: true, handle: downloadCertificate },
  { path: at(paths.alternateCertificate(":")), signer: "account", readOnly: true, handle: downloadWithRoot },
];

export function findSignedRoute(pathname: string): { route: SignedRoute; parts: string[] } | undefined {
  for (const route of signedRoutes) {
    const match = route.path.exec(pathname);
    if (match) return { route, parts: match.slice(1) };
  }
  return undefined;
}

/** A path whose ":" stand for one identifier each. */
function at(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(":", "([A-Za-z0-9_-]+)")}$`);
}
