/** RFC 9773 §4.1: base64url(AKI key identifier) "." base64url(serial number), both given in hex. */
export function renewalId(authorityKeyId: string, serial: string): string {
  const encode = (hex: string) => Buffer.from(hex, "hex").toString("base64url");
  return `${encode(authorityKeyId)}.${encode(serial)}`;
}
