/** A UUID of version 7 (RFC 9562, section 5.7): sorts by the time it was made. */
export function timeOrderedId(at: Date): string {
  const time = at.getTime().toString(16).padStart(12, "0");
  // Version and variant are the digits that a random UUID has in the same places, but for the 7.
  const rest = crypto.randomUUID().slice(15);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest}`;
}
