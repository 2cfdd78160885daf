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
  requestTimedOut: "{where} did not answer a request for {host} within {seconds} s.",
  requestCut: "{where} closed the connection during a request for {host}.",
  requestUnanswered: "{where} closed the connection without answering a request for {host}.",
  headTooLong: "{where} answered with more than {kibibytes} KiB of headers.",
  notHttp: "{where} did not answer in HTTP.",
});
