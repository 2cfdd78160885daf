/** The subject of a certificate; this CA knows DNS names only. */
export interface Identifier {
  type: "dns" | "ip";
  value: string;
}

/** Error types of RFC 8555 §6.7, RFC 9773 §7.4 (alreadyReplaced) and the profiles draft (invalidProfile). */
export type ProblemType =
  | "accountDoesNotExist"
  | "alreadyReplaced"
  | "alreadyRevoked"
  | "badCSR"
  | "badNonce"
  | "badPublicKey"
  | "badRevocationReason"
  | "badSignatureAlgorithm"
  | "caa"
  | "compound"
  | "conflict"
  | "connection"
  | "dns"
  | "externalAccountRequired"
  | "invalidContact"
  | "invalidProfile"
  | "malformed"
  | "orderNotReady"
  | "rateLimited"
  | "rejectedIdentifier"
  | "serverInternal"
  | "unauthorized"
  | "unsupportedContact"
  | "unsupportedIdentifier"
  | "userActionRequired";

/** A problem document (RFC 7807) as sent to the client. */
export interface ProblemDocument {
  type: string;
  detail: string;
  status: number;
  identifier?: Identifier;
  subproblems?: ProblemDocument[];
  /** Algorithms that badSignatureAlgorithm must list (RFC 8555 §6.2). */
  algorithms?: string[];
}

const statusOf: Partial<Record<ProblemType, number>> = {
  alreadyReplaced: 409,
  caa: 403,
  conflict: 409,
  externalAccountRequired: 403,
  orderNotReady: 403,
  rateLimited: 429,
  serverInternal: 500,
  unauthorized: 403,
  userActionRequired: 403,
};

interface ProblemExtras {
  status?: number;
  headers?: Record<string, string>;
  identifier?: Identifier;
  subproblems?: ProblemDocument[];
  algorithms?: string[];
}

/** Every handler that rejects a request throws this; the HTTP layer turns it into the response. */
export class AcmeProblem extends Error {
  readonly document: ProblemDocument;
  readonly headers: Record<string, string>;

  constructor(type: ProblemType, detail: string, extras: ProblemExtras = {}) {
    super(detail);
    this.name = "AcmeProblem";
    const { status, headers, ...fields } = extras;
    this.document = {
      // "conflict" has no registered type: key-change answers 409 with malformed (RFC 8555 §7.3.5).
      type: `urn:ietf:params:acme:error:${type === "conflict" ? "malformed" : type}`,
      detail,
      status: status ?? statusOf[type] ?? 400,
      ...fields,
    };
    this.headers = headers ?? {};
  }
}
