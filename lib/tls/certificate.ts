import type { PeerCertificate } from "node:tls";

/** Upper case, without leading zeros: as in `CertificateInfo`. */
export function normalSerial(serial: string): string {
  return serial.toUpperCase().replace(/^0+(?=.)/, "");
}

export function issuerOf({ issuer }: PeerCertificate): string {
  const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);
  return first(issuer.CN) ?? first(issuer.O) ?? "an unnamed issuer";
}

/** DNS names of the subject's alternative names. */
export function namesOf({ subjectaltname }: PeerCertificate): string[] {
  return (subjectaltname ?? "")
    .split(", ")
    .flatMap((entry) => (entry.startsWith("DNS:") ? [entry.slice(4)] : []));
}
