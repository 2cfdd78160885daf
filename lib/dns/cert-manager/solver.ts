import { z } from "zod";

/**
 * What the DNS providers take from the solvers of cert-manager's issuers (`cert-manager.io/v1`). Each provider reads its own
 * solver; fields that Lamia doesn't read pass.
 * https://cert-manager.io/docs/reference/api-docs/#acme.cert-manager.io/v1.ACMEIssuer
 */
export const text = z.string().optional();
export const reference = z.looseObject({ name: z.string(), key: z.string().optional() }).optional();

type Reference = z.infer<typeof reference>;

/** A value in a Secret: it is copied on the server, and never shown. */
export interface SecretKey {
  name: string;
  key: string;
}

/** What Lamia can take of a solver. */
export interface TakenSolver {
  /** The DNS provider, in words. */
  title: string;
  /** Metadata, by key. */
  plain?: Record<string, string>;
  secret?: Record<string, SecretKey>;
  /** What isn't taken, each as a sentence. */
  left?: string[];
  /** Why nothing of the solver can be taken. */
  obstacle?: string;
}

export function withoutEmpty(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value ? [[key, value]] : [])));
}

export function references(named: Record<string, Reference>): Record<string, SecretKey> {
  return Object.fromEntries(
    Object.entries(named).flatMap(([key, value]) =>
      value?.name ? [[key, { name: value.name, key: value.key ?? "" }]] : [],
    ),
  );
}
