import type { AccountStore, StoredAccount } from "../options";

/** Accounts in memory, with what was saved for a test to look at. */
export function memoryAccounts(initial?: StoredAccount): AccountStore & { saved: StoredAccount[] } {
  const saved: StoredAccount[] = initial ? [initial] : [];
  return {
    saved,
    read: async () => saved.at(-1) ?? null,
    save: async (_directory, account) => void saved.push(account),
  };
}
