import { randomBytes } from "node:crypto";

/** Nonces beyond this number push the oldest out; their users are told badNonce and try again. */
const remembered = 100_000;

export interface Nonces {
  /** A fresh anti-replay nonce (RFC 8555 §6.5). */
  issue(): string;
  /** True exactly once for each nonce that was issued here. */
  spend(nonce: string): boolean;
}

export function newNonces(): Nonces {
  const open = new Set<string>();
  return {
    issue() {
      const nonce = randomBytes(16).toString("base64url");
      open.add(nonce);
      if (open.size > remembered) {
        const [oldest] = open;
        if (oldest !== undefined) open.delete(oldest);
      }
      return nonce;
    },
    spend: (nonce) => open.delete(nonce),
  };
}
