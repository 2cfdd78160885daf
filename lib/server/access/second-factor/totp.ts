import { Secret, TOTP } from "otpauth";

/** What every authenticator app knows: SHA-1, six digits, half a minute (RFC 6238). */
const settings = { algorithm: "SHA1", digits: 6, period: 30 } as const;
/** How many steps a clock may be off, in either direction. */
const tolerance = 1;

/** For how long a code counts at most, from the first moment at which it may. */
export const codeLifeInMs = (2 * tolerance + 1) * settings.period * 1000;

/** In Base32. 160 bits, as RFC 4226, section 4, recommends. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The step whose code it is, now or a moment ago; null if it is none. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const totp = new TOTP({ ...settings, secret: Secret.fromBase32(secret) });
  const timestamp = now.getTime();
  const off = totp.validate({ token: code, timestamp, window: tolerance });
  return off === null ? null : totp.counter({ timestamp }) + off;
}

/** What an app reads from the QR code: https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
export function totpUri(secret: string, issuer: string, account: string): string {
  return new TOTP({ ...settings, issuer, label: account, secret: Secret.fromBase32(secret) }).toString();
}
