/** What `x-envoy-retry-on` and `x-envoy-retry-grpc-on` know. Source: Envoy, router filter; Istio takes no others. */
const policies = new Set([
  ...["5xx", "gateway-error", "reset", "reset-before-request", "connect-failure", "retriable-4xx"],
  ...["refused-stream", "retriable-status-codes", "retriable-headers", "envoy-ratelimited"],
  ...["http3-post-connect-failure"],
  ...["cancelled", "deadline-exceeded", "internal", "resource-exhausted", "unavailable"],
]);

/** Status codes that have a name (RFC 9110, and the IANA registry), first to last. */
const statusCodes: readonly (readonly [number, number])[] = [
  [100, 103],
  [200, 208],
  [226, 226],
  [300, 305],
  [307, 308],
  [400, 418],
  [421, 426],
  [428, 429],
  [431, 431],
  [451, 451],
  [500, 508],
  [510, 511],
];

/** What is wrong with the conditions under which a request is tried again, such as `5xx,reset,503`, or `null`. */
export function retryOnProblem(text: string): string | null {
  if (text === "") return null;
  const wrong = text.split(",").find((policy) => !policies.has(policy) && !isStatusCode(policy));
  if (wrong === undefined) return null;
  return wrong === ""
    ? "A condition between two commas is empty"
    : `“${wrong}” is no condition for another try; known are 5xx, gateway-error, connect-failure, reset, 503 …`;
}

function isStatusCode(text: string): boolean {
  const code = Number(text);
  return /^\d{3}$/.test(text) && statusCodes.some(([first, last]) => code >= first && code <= last);
}
