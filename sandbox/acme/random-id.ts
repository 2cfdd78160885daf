import { randomBytes } from "node:crypto";

/** An unguessable identifier for a resource's address. */
export function randomId(): string {
  return randomBytes(12).toString("base64url");
}
