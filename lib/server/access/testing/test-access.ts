import { vi } from "vitest";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { memorySecrets } from "@/lib/kubernetes/testing/memory-secrets";
import { SecretText } from "@/lib/model/secret-text";
import { openStore, type Store } from "@/lib/store/open-store";
import { homeWithDatabase } from "@/lib/store/testing/backends";
import type { Environment } from "../../environment";
import { type Access, createAccess } from "../access";
import { tokenHash } from "../token-hash";

export const testPassword = "four random words together";
export const testOrigin = { address: "192.0.2.7", userAgent: "a browser" };

export interface TestAccess {
  store: Store;
  /** Access as a process has it: with the same database and the same cluster as the others, and nothing else in common. */
  open(environment?: Partial<Environment>): Access;
  /** The session of a new admin, by an invitation. */
  newSession(access: Access, email: string): Promise<string>;
  close(): Promise<void>;
}

/** Users, sessions, and second factors on a database of their own; their Secrets are in memory. */
export async function openTestAccess(
  home: ClusterClient = memorySecrets("lamia-system").options.client,
): Promise<TestAccess> {
  const store = await openStore({ home: await homeWithDatabase() });
  const opened: Access[] = [];
  return {
    store,
    open(environment = {}) {
      const settings = {
        LAMIA_API_TOKEN: new SecretText("a-token-of-the-installation"),
        LAMIA_NAMESPACE: "lamia-system",
        LAMIA_SESSION_IDLE_HOURS: 1,
        LAMIA_SESSION_HOURS: 10,
        LAMIA_HOSTS: [] as string[],
        ...environment,
      } as Environment;
      const parts = { environment: settings, store, home, oidc: null };
      const access = createAccess({
        ...parts,
        onTokenUsed: vi.fn(),
        onSlowed: vi.fn(),
        onSecretKept: vi.fn(),
      });
      opened.push(access);
      return access;
    },
    async newSession(access, email) {
      const link = `invitation of ${email}`;
      const expiresAt = new Date(Date.now() + 3_600_000);
      const details = { purpose: "invitation", role: "admin", scope: "*", userId: null, expiresAt } as const;
      await store.people.links.add(tokenHash(link), details, new Date());
      return access.redeemLink(link, { name: "Mia", email, password: testPassword }, testOrigin);
    },
    async close() {
      for (const access of opened) access.close();
      await store.close();
    },
  };
}
