/**
 * Headers of every response, whoever requests it. `isSecure`: the request came by TLS, here or at a proxy in front.
 * Pages have a policy of their own (`pageContentSecurityPolicy`); this one is for data, which runs and loads nothing.
 */
export function securityHeaders(isSecure: boolean): Record<string, string> {
  return {
    "content-security-policy":
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    // https://www.rfc-editor.org/rfc/rfc6797: browsers ignore it on plain HTTP, and it would be a false promise there.
    ...(isSecure ? { "strict-transport-security": "max-age=31536000" } : {}),
  };
}

/** Whether the browser uses TLS. A proxy that ends it says so. */
export function isSecureRequest(forwardedProto: string | null, isEncrypted: boolean): boolean {
  return isEncrypted || forwardedProto?.split(",")[0]?.trim().toLowerCase() === "https";
}

/**
 * The Content-Security-Policy of a page (https://www.w3.org/TR/CSP3/): only the panel's own files and scripts with
 * this response's nonce run. Not `strict-dynamic`, with which a script may insert any other. Styles may be inline, because components position themselves with them. React's
 * development build needs `eval`.
 */
export function pageContentSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  const scripts = ["'self'", `'nonce-${nonce}'`, ...(isDevelopment ? ["'unsafe-eval'"] : [])];
  return [
    "default-src 'self'",
    `script-src ${scripts.join(" ")}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Carries the nonce of the response's policy from the proxy to the layout. */
export const nonceHeader = "x-lamia-nonce";
