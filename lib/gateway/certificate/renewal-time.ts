import type { CertificateInfo } from "@/lib/gateway/model";

const dayInMs = 86_400_000;
const shortLivedInMs = 10 * dayInMs;

/**
 * When to renew a certificate: at a fixed point of the window that the CA suggests (RFC 9773, section 4.2, asks for
 * a random one; the serial number distributes certificates alike and survives a restart). Otherwise when a third of
 * its lifetime is left, or half if it is shorter than ten days. Ignores a window after the certificate's end.
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

/** From here on, users are warned of a certificate that nothing renews. */
export const nearEndInMs = 7 * dayInMs;

/** Whether a certificate that somebody else renews is late: a week before its end, or a quarter of a short life. */
export function isNearEnd(
  { notBefore, notAfter }: Pick<CertificateInfo, "notBefore" | "notAfter">,
  now: Date,
): boolean {
  const end = Date.parse(notAfter);
  return end - now.getTime() <= Math.min(nearEndInMs, (end - Date.parse(notBefore)) / 4);
}

/** Null if the window has no such time, because its years are beyond those of a Date. */
function pointIn({ start, end }: { start: string; end: string }, share: number): number | null {
  const from = Date.parse(start);
  const point = from + (Date.parse(end) - from) * share;
  return Number.isNaN(new Date(point).getTime()) ? null : Math.max(0, point);
}

/** A number in [0, 1) from the last hexadecimal digits of a serial number. */
function spread(serial: string): number {
  return Number.parseInt(serial.slice(-6), 16) / 0x1000000 || 0;
}
