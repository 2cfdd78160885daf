import type { CertificateInfo } from "./model";

const dayInMs = 86_400_000;
const shortLivedInMs = 10 * dayInMs;

/**
 * When a certificate is to be renewed: a steady point within the window that the CA suggests (RFC 9773,
 * section 4.2, wants a random one; the serial spreads certificates alike and survives a restart), else with one
 * third of its life left, one half when it lives for less than ten days.
 */
export function renewalTime(
  certificate: Pick<CertificateInfo, "serial" | "notBefore" | "notAfter">,
  window: { start: string; end: string } | null,
): Date {
  if (window) {
    const start = Date.parse(window.start);
    return new Date(start + (Date.parse(window.end) - start) * spread(certificate.serial));
  }
  const notBefore = Date.parse(certificate.notBefore);
  const notAfter = Date.parse(certificate.notAfter);
  const life = notAfter - notBefore;
  return new Date(notAfter - (life < shortLivedInMs ? life / 2 : life / 3));
}

/** A number in [0, 1) out of the last hexadecimal digits of a serial. */
function spread(serial: string): number {
  return Number.parseInt(serial.slice(-6), 16) / 0x1000000 || 0;
}
