import type { AuthorizationDocument, OrderDocument } from "./order-documents";
import type { Polling } from "./polling";

/** What this process knows of an order: spares requests, is lost without harm. */
export interface KnownOrder {
  order: OrderDocument;
  authorizations: AuthorizationDocument[] | null;
  /** Of the account key, for the values of challenges. */
  thumbprint: string;
  /** True once the CA was told of every pending challenge by this process. */
  accepted: boolean;
  /** True once this process has sent the signing request. */
  finalized: boolean;
  /** Until then the order is as it was seen. */
  polling: Polling;
}

interface OrderMemory {
  get(url: string): KnownOrder | undefined;
  set(url: string, known: KnownOrder): KnownOrder;
  forget(url: string): void;
}

const maxKept = 5_000;

export function orderMemory(): OrderMemory {
  const kept = new Map<string, KnownOrder>();
  return {
    get: (url) => kept.get(url),
    set(url, known) {
      const oldest = kept.size >= maxKept && !kept.has(url) ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
      kept.set(url, known);
      return known;
    },
    forget: (url) => void kept.delete(url),
  };
}
