import { checkCsr } from "./csr";
import { issueLater } from "./issue";
import { isObject } from "./jws";
import { orderResponse, ownOrder } from "./order-view";
import { AcmeProblem } from "./problem";
import type { AcmeResponse, SignedRequest } from "./request";

/** finalize (RFC 8555 §7.4): checks the request and sets the order to processing. */
export async function finalizeOrder(request: SignedRequest): Promise<AcmeResponse> {
  const { authority, account, payload } = request;
  const order = ownOrder(request);
  requireReady(order.status);
  if (!isObject(payload)) throw new AcmeProblem("malformed", "finalize needs an object with csr.");
  const names = order.identifiers.map(({ value }) => value);
  const publicKey = await checkCsr(payload.csr, names, account?.thumbprint ?? "");
  // A second finalize may have come in while this request was checked; one order gives one certificate.
  requireReady(order.status);
  order.status = "processing";
  order.csr = String(payload.csr);
  authority.changed();
  issueLater(authority, order, publicKey);
  return orderResponse(authority, order, 200);
}

function requireReady(status: string): void {
  if (status !== "ready") throw new AcmeProblem("orderNotReady", `The order is ${status}, not ready.`);
}
