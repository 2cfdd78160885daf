import type { JWK } from "jose";
import type { Authority } from "./authority";
import type { AccountRecord } from "./records";

/** A request whose JWS has been verified. */
export interface SignedRequest {
  authority: Authority;
  /** The values of the route's ":parts", in order. */
  parts: string[];
  query: URLSearchParams;
  /** The parsed JSON of the payload, or "" for POST-as-GET (RFC 8555 §6.3). */
  payload: unknown;
  /** The key that signed. */
  jwk: JWK;
  thumbprint: string;
  /** Set when the request was signed with a `kid`. */
  account?: AccountRecord;
}

export interface AcmeResponse {
  status: number;
  headers?: Record<string, string | string[]>;
  /** JSON, or text when it is a string. */
  body?: unknown;
  contentType?: string;
}

export type SignedHandler = (request: SignedRequest) => AcmeResponse | Promise<AcmeResponse>;
