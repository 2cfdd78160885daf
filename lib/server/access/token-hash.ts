import { createHash } from "node:crypto";

/** What the database holds in place of a token that somebody has. */
export function tokenHash(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
