/** Nonces that the CA gave with its answers (RFC 8555, section 6.5), each used once. */
interface NoncePool {
  take(): string | undefined;
  give(nonce: string | null): void;
}

/** CAs forget nonces; an old one costs a refused request. */
const freshMs = 300_000;
const maxKept = 64;

export function noncePool(): NoncePool {
  const kept: { nonce: string; atMs: number }[] = [];
  return {
    take() {
      for (let newest = kept.pop(); newest; newest = kept.pop()) {
        if (Date.now() - newest.atMs < freshMs) return newest.nonce;
      }
      return undefined;
    },
    give(nonce) {
      if (!nonce) return;
      kept.push({ nonce, atMs: Date.now() });
      if (kept.length > maxKept) kept.shift();
    },
  };
}
