import type { SecuredHost } from "@/lib/model/secured-hosts";

/** What `http://<host>/.well-known/acme-challenge/<token>` has to answer (RFC 8555, section 8.3). No secret. */
export interface HttpChallenge {
  host: string;
  token: string;
  keyAuthorization: string;
}

/**
 * Lets the ingress of a Gateway answer HTTP-01 challenges, with Lamia's own objects, which exist only while an order needs
 * them. Never changes a foreign object, or anything else that the ingress answers.
 */
export interface ChallengeResponder {
  /** Creates the objects, or puts them right. */
  answer(target: SecuredHost, challenges: readonly HttpChallenge[]): Promise<Answering>;
  /** Deletes every object that was created for challenges of the host. */
  withdraw(host: string): Promise<void>;
}

export type Answering =
  /** `isRedirected`: the CA is led to HTTPS, where the ingress has to present some certificate. */
  | { state: "answering"; isRedirected: boolean }
  /** The ingress can't answer. */
  | { state: "obstructed"; note: string; remedy: string };
