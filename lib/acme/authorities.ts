import { createHash } from "node:crypto";
import type { CertificateAuthority } from "@/lib/gateway/world";
import type { AcmeOptions } from "./account";
import { createAuthority, type OrderTerms } from "./authority";
import { type CaChoice, isNamedCa } from "./metadata-keys";

/** Every CA that some settings have named, each once in a process. */
export interface Authorities {
  authorityFor(choice: CaChoice): CertificateAuthority;
}

interface Options extends Pick<AcmeOptions, "accounts" | "email" | "termsAgreed"> {
  /** The directory of the process, whose terms `termsAgreed` is about. */
  directory: string;
  /** Throws if a directory that a virtual cluster has named may not be asked. */
  assertReachable(directory: string): Promise<void>;
}

/** Instances beyond this many are made anew: a bound on memory. What they forget costs requests only. */
const maxInstances = 200;

/**
 * Virtual clusters with the same CA and external account share an account, a pool of nonces and a count of orders. Whoever
 * names a CA in metadata agrees to its terms; for that of the environment, a variable says so.
 */
export function createAuthorities(options: Options): Authorities {
  const { accounts, email = null, assertReachable } = options;
  const instances = new Map<string, (terms: OrderTerms) => CertificateAuthority>();

  function made({ directory, externalAccount, isTenants }: CaChoice) {
    const isForeign = isTenants && directory !== options.directory && !isNamedCa(directory);
    return createAuthority({
      directory,
      accounts,
      email,
      externalAccount,
      termsAgreed: directory !== options.directory || options.termsAgreed,
      ...(isForeign ? { assertAllowed: () => assertReachable(directory) } : {}),
    });
  }

  return {
    authorityFor(choice) {
      const { directory, externalAccount, isTenants, profile, preferredChain } = choice;
      const parts = JSON.stringify([directory, externalAccount, isTenants]);
      const id = createHash("sha256").update(parts).digest("hex");
      const authority = instances.get(id) ?? made(choice);
      const oldest = instances.size >= maxInstances ? instances.keys().next().value : undefined;
      if (oldest !== undefined && !instances.has(id)) instances.delete(oldest);
      instances.set(id, authority);
      return authority({ profile, preferredChain });
    },
  };
}
