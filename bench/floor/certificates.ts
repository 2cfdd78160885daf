import { createHash, generateKeyPairSync } from "node:crypto";
import { crypto } from "acme-client";
import { calculateJwkThumbprint, exportJWK, FlattenedSign } from "jose";

export interface Certificates {
  /** One issuance; `prove` writes the TXT value to DNS and resolves when the CA may validate it. */
  issue(
    host: string,
    prove: (name: string, value: string) => Promise<void>,
  ): Promise<{ chain: string; key: string }>;
}

interface Answer<Body> {
  body: Body;
  location: string;
  text: string;
}
interface Order {
  status: string;
  authorizations: string[];
  finalize: string;
  certificate?: string;
}
interface Authorization {
  challenges: { type: string; url: string; token: string }[];
}

const pollMs = 50;

/** Plain signed requests (RFC 8555) of one account; each uses the nonce of the previous answer. */
export async function certificatesOf(directoryUrl: string): Promise<Certificates> {
  const directory = (await (await fetch(directoryUrl)).json()) as Record<string, string>;
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = await exportJWK(publicKey);
  const thumbprint = await calculateJwkThumbprint(jwk);
  const nonces: string[] = [];

  async function nonce(): Promise<string> {
    const kept = nonces.pop();
    if (kept) return kept;
    const response = await fetch(directory.newNonce ?? "", { method: "HEAD" });
    return response.headers.get("replay-nonce") ?? "";
  }

  async function post<Body>(url: string, payload: object | null, signer: object): Promise<Answer<Body>> {
    const header = { alg: "ES256", url, nonce: await nonce(), ...signer };
    const bytes = new TextEncoder().encode(payload === null ? "" : JSON.stringify(payload));
    const signed = await new FlattenedSign(bytes).setProtectedHeader(header).sign(privateKey);
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/jose+json" },
      body: JSON.stringify(signed),
    });
    nonces.push(response.headers.get("replay-nonce") ?? "");
    const text = await response.text();
    if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
    const body = (text.startsWith("{") ? JSON.parse(text) : null) as Body;
    return { body, text, location: response.headers.get("location") ?? "" };
  }

  const account = await post(directory.newAccount ?? "", { termsOfServiceAgreed: true }, { jwk });
  const signer = { kid: account.location };

  async function until(url: string, wanted: string): Promise<Order> {
    for (;;) {
      const { body } = await post<Order>(url, null, signer);
      if (body.status === wanted) return body;
      if (body.status === "invalid") throw new Error(`The order ${url} is invalid.`);
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }

  return {
    async issue(host, prove) {
      const identifiers = [{ type: "dns", value: host }];
      const order = await post<Order>(directory.newOrder ?? "", { identifiers }, signer);
      const authorization = await post<Authorization>(order.body.authorizations[0] ?? "", null, signer);
      const challenge = authorization.body.challenges.find(({ type }) => type === "dns-01");
      if (!challenge) throw new Error("The CA offers no dns-01.");
      const digest = createHash("sha256").update(`${challenge.token}.${thumbprint}`).digest("base64url");
      await prove(`_acme-challenge.${host}`, digest);
      await post(challenge.url, {}, signer);
      await until(order.location, "ready");
      const [key, csr] = await crypto.createCsr({ altNames: [host] }, await crypto.createPrivateEcdsaKey());
      const der = crypto.getPemBodyAsB64u(csr);
      await post(order.body.finalize, { csr: der }, signer);
      const { certificate = "" } = await until(order.location, "valid");
      const { text: chain } = await post(certificate, null, signer);
      return { chain, key: key.toString() };
    },
  };
}
