import { newAccount, updateAccount } from "./accounts";
import type { Signer } from "./authenticate";
import { showAuthorization } from "./authorizations";
import { downloadCertificate, downloadWithRoot } from "./certificates";
import { showChallenge } from "./challenges";
import { finalizeOrder } from "./finalize";
import { changeKey } from "./key-change";
import { showOrder } from "./order-view";
import { listOrders, newOrder } from "./orders";
import type { SignedHandler } from "./request";
import { revokeCertificate } from "./revocation";
import { paths } from "./urls";

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
