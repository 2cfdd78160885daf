import type { CertificateInfo } from "./model";

const dayInMs = 86_400_000;
const shortLivedInMs = 10 * dayInMs;

/**
 * When a certificate is to be renewed: a steady point within the window that the CA suggests (RFC 9773,
 * section 4.2, wants a random one; the serial spreads certificates alike and survives a restart), else with one
 * third of its life left, one half when it lives for less than ten days. A window after the certificate's end is no
 * suggestion.
 */
export function renewalTime(
  certificate: Pick<CertificateInfo, "serial" | "notBefore" | "notAfter">,
  window: { start: string; end: string } | null,
): Date {
  const notBefore = Date.parse(certificate.notBefore);
  const notAfter = Date.parse(certificate.notAfter);
  const suggested = window && pointIn(window, spread(certificate.serial));
  if (suggested !== null && suggested < notAfter) return new Date(suggested);
  const life = notAfter - notBefore;
  return new Date(notAfter - (life < shortLivedInMs ? life / 2 : life / 3));
}

/** Null when the window has no such time: years beyond those of a Date. */
function pointIn({ start, end }: { start: string; end: string }, share: number): number | null {
  const from = Date.parse(start);
  const point = from + (Date.parse(end) - from) * share;
  return Number.isNaN(new Date(point).getTime()) ? null : Math.max(0, point);
}

/** A number in [0, 1) out of the last hexadecimal digits of a serial. */
function spread(serial: string): number {
  return Number.parseInt(serial.slice(-6), 16) / 0x1000000 || 0;
}
