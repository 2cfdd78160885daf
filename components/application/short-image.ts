/**
 * An image as lists show it: without registry and path, and with a shortened digest.
 * `registry.example.com/vamp/cart:1.4.2` → `cart:1.4.2`.
 */
export function shortImage(image: string): string {
  const [, name = image, digest] = /^(?:.*\/)?([^/@]+)(?:@sha256:([0-9a-f]+))?$/.exec(image) ?? [];
  return digest === undefined ? name : `${name}@${digest.slice(0, 12)}`;
}
