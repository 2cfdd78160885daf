import type { CryptoKey } from "jose";
import type { Counts } from "@/sandbox/levers/counts";
import type { Levers } from "@/sandbox/levers/levers";
import type { DnsRoots } from "./dns/iteration";
import type { Issuer } from "./issuer";
import type { Nonces } from "./nonces";
import type { Store } from "./store";

/** What every handler works with: the CA's memory, its keys and its settings. */
export interface Authority {
  /** "https://127.0.0.1:18004", without a slash at the end. */
  origin: string;
  store: Store;
  nonces: Nonces;
  issuer: Issuer;
  dns: DnsRoots;
  levers: Levers;
  counts: Counts;
  externalAccountKeys: Record<string, string>;
  externalAccountRequired: boolean;
  validationSeconds: number;
  issuanceSeconds: number;
  reuseAuthorizations: boolean;
  caaIdentity: string;
  /** Imported account keys by thumbprint; importing one costs more than verifying with it. */
  importedKeys: Map<string, CryptoKey | Uint8Array>;
  /** Notes that the store changed. */
  changed(): void;
  /** Runs the task after so many seconds, unless the server is closed before. */
  later(seconds: number, task: () => Promise<void>): void;
}
