import { catalogue } from "@/lib/text/catalogue";

/** What the prober says about an address of a gateway. */
export const texts = catalogue({
  place: "{address} port {port}",
  unnamedIssuer: "an unnamed issuer",
  timedOut: "{where} did not answer within {seconds} s.",
  closed: "{where} closed the connection.",
  closedInHandshake: "{where} closed the connection during the TLS handshake.",
  refused: "{where} refused the connection.",
  unreachable: "{where} can’t be reached from here.",
  unresolved: "The name in {where} doesn’t resolve here.",
  noHandshake: "{where} did not complete a TLS handshake.",
  otherCertificate: "{where} now serves another certificate, with the serial number {serial}.",
  innerAddress:
    "{where} leads to this machine or to its network’s own services, to which Lamia doesn’t connect unless LAMIA_ALLOWED_TARGETS has the address.",
  requestTimedOut: "{where} did not answer a request for {host} within {seconds} s.",
  requestCut: "{where} closed the connection during a request for {host}.",
  requestUnanswered: "{where} closed the connection without answering a request for {host}.",
  headTooLong: "{where} answered with more than {kibibytes} KiB of headers.",
  // Of a diagnosis, after the address and a colon.
  noConnectionInTime: "no connection within {seconds} s",
  connectionRefused: "nothing listens there",
  noConnection: "the connection failed ({code})",
  noHandshakeInTime: "no TLS handshake within {seconds} s",
  handshakeFailed: "the TLS handshake failed",
  handshakeClosed: "the server closed the connection during the TLS handshake",
  noCertificate: "the server shows no certificate",
  chainExpired: "a certificate of the chain has expired",
  chainNotYetValid: "a certificate of the chain isn’t valid yet",
  selfSigned: "the certificate is self-signed",
  unknownRoot: "the chain ends at a root that isn’t trusted",
  incompleteChain: "an intermediate certificate is missing, or its root isn’t trusted",
  untrustedCode: "the check ended with {code}",
  notHttp: "{where} did not answer in HTTP.",
});
