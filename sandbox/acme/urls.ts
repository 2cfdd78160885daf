/** The CA's resource addresses, all below its origin. */
export const paths = {
  directory: "/directory",
  terms: "/terms",
  newNonce: "/acme/new-nonce",
  newAccount: "/acme/new-account",
  newOrder: "/acme/new-order",
  keyChange: "/acme/key-change",
  revokeCert: "/acme/revoke-cert",
  renewalInfo: "/acme/renewal-info",
  account: (id: string) => `/acme/account/${id}`,
  accountOrders: (id: string) => `/acme/account/${id}/orders`,
  order: (id: string) => `/acme/order/${id}`,
  finalize: (id: string) => `/acme/order/${id}/finalize`,
  authorization: (id: string) => `/acme/authorization/${id}`,
  challenge: (authorizationId: string, id: string) => `/acme/challenge/${authorizationId}/${id}`,
  certificate: (id: string) => `/acme/certificate/${id}`,
  alternateCertificate: (id: string) => `/acme/certificate/${id}/with-root`,
} as const;
