import type { SecuredHostKey } from "@/lib/model/secured-hosts";
import type { HttpChallenge } from "./responder";

export interface PendingOrder {
  names: string[];
  /** Null until the CA has answered. */
  url: string | null;
  /** `id` of the CA that has the order; missing while none has, and in orders of earlier versions. */
  ca?: string | undefined;
  /** Why it isn't the first CA. */
  detour?: string | undefined;
  startedAt: string;
  /** The Secured Host whose walk places it; missing in orders of earlier versions. */
  by?: SecuredHostKey | undefined;
  /** What we put into DNS for this order and have to remove. */
  challenges: DnsChallenge[];
  /** What the ingress answers for this order, until it is over. */
  answers?: HttpChallenge[] | undefined;
  /** The certificate is stored; only the challenges remain to be removed. */
  collected: boolean;
}

/** Where a certificate is from. */
export interface Issue {
  /** `id` of the CA; null if that wasn't stored. */
  ca: string | null;
  /** Why a fallback CA issued it; null if the first one did. */
  detour: string | null;
  /** What was ordered, if the CA added names that nobody asked for. */
  ordered?: readonly string[] | undefined;
}

export interface DnsChallenge {
  /** e.g. `_acme-challenge.shop.democluster.net` */
  name: string;
  /** The TXT value: base64url of the key authorization's SHA-256 (RFC 8555, section 8.4). */
  value: string;
}
