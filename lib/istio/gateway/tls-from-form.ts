import { credentialNameFor } from "@/lib/gateway/secured-hosts";
import { dropUndefined, orAbsent } from "../fields/drop-empty";
import type { ServerTls } from "./object";
import { isPlainHttp, isTlsProtocol } from "./protocol";
import type { GatewayServerForm } from "./server-form";

/** Settings that the form knows and therefore replaces; all others of the object are kept. */
const known = [
  "httpsRedirect",
  "mode",
  "credentialName",
  "credentialNames",
  "serverCertificate",
  "privateKey",
  "tlsCertificates",
];

/**
 * The TLS settings of one server. A Secured Host gets the credential that Lamia writes for it, unless the
 * form or the object (`before`) names one of the user's own; `securedBefore` is the Secured Host that the
 * object had.
 */
export function tlsFromForm(
  server: GatewayServerForm,
  before: ServerTls | undefined,
  securedBefore: string | undefined,
): ServerTls | undefined {
  if (!isTlsProtocol(server.protocol)) {
    const redirect = isPlainHttp(server.protocol) && server.tls?.httpsRedirect;
    return redirect ? { httpsRedirect: true } : undefined;
  }
  const { httpsRedirect: _redirect, ...chosen } = server.tls ?? {};
  const unknown = Object.fromEntries(
    Object.entries(before ?? {}).filter(([field]) => !known.includes(field)),
  );
  return orAbsent(
    dropUndefined({
      ...unknown,
      ...chosen,
      mode: chosen.mode ?? "SIMPLE",
      ...credential(server, before, securedBefore),
    }),
  );
}

function credential(
  server: GatewayServerForm,
  before: ServerTls | undefined,
  securedBefore: string | undefined,
): ServerTls {
  const chosen = server.tls;
  if (chosen?.credentialName) return { credentialName: chosen.credentialName };
  const elsewhere = chosen?.credentialNames ?? chosen?.serverCertificate ?? chosen?.tlsCertificates;
  if (!server.securedHost || elsewhere) return {};
  const present = before?.credentialName;
  const own = present && present !== (securedBefore && credentialNameFor(securedBefore));
  return { credentialName: own ? present : credentialNameFor(server.securedHost) };
}
