import { Agent } from "node:https";
import { axios } from "acme-client";

/**
 * acme-client as its authors made it, although Lamia may have given it a transport in this process; trusts the root. Returns a
 * function that ends that.
 */
export function plainAcmeClient(rootPem: string): () => void {
  const { adapter, httpsAgent } = axios.defaults;
  Object.assign(axios.defaults, { adapter: "http", httpsAgent: new Agent({ ca: rootPem }) });
  return () => void Object.assign(axios.defaults, { adapter, httpsAgent });
}
