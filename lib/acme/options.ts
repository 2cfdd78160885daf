/** Where the account lives: a Secret of Lamia's namespace. Keys never appear anywhere else. */
export interface AccountStore {
  read(directory: string): Promise<StoredAccount | null>;
  /** Throws `conflict` when another process made an account for this directory meanwhile. */
  save(directory: string, account: StoredAccount): Promise<void>;
}

export interface StoredAccount {
  /** PKCS #8, PEM. */
  keyPem: string;
  /** The account URL; null until the CA has answered. */
  url: string | null;
}

export interface ExternalAccount {
  kid: string;
  /** base64url, as the CA hands it out. */
  hmacKey: string;
}

export interface AcmeOptions {
  /** Directory URL (RFC 8555, section 7.1.1). */
  directory: string;
  accounts: AccountStore;
  /** Contact of the account. */
  email?: string | null;
  /** Whether a person has agreed to the CA's terms of service. */
  termsAgreed: boolean;
  externalAccount?: ExternalAccount | null;
  /** Requests under way at once. Small CAs, such as Pebble, stall under load. */
  maxConcurrentRequests?: number;
}
