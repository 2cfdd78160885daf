/** What the outside controls may change while the sandbox runs; every server reads the one object it was given. */
export interface Levers {
  /** Seconds after which the registrar sets a new zone's delegation by itself; null leaves it to the user. */
  autoDelegateAfterSeconds: number | null;
  /** Seconds after which a LoadBalancer Service gets its address; null withholds (and withdraws) addresses. */
  addressAfterSeconds: number | null;
  /** While set, the CA refuses new orders with 429 and this Retry-After, in seconds. */
  caRetryAfterSeconds: number | null;
  /** While true, every request to the CA is answered 503. */
  caUnavailable: boolean;
  /** While true, every request to the Cloud DNS API is answered 503. */
  providerUnavailable: boolean;
  /** One name server (0–3) of each zone that serves changes this many seconds late. */
  laggingNameServer: { index: number; seconds: number } | null;
}

export const initialLevers: Readonly<Levers> = {
  autoDelegateAfterSeconds: null,
  addressAfterSeconds: 1,
  caRetryAfterSeconds: null,
  caUnavailable: false,
  providerUnavailable: false,
  laggingNameServer: null,
};
