import "reflect-metadata";
import { Agent, request } from "node:https";
import { Pkcs10CertificateRequestGenerator, SubjectAlternativeNameExtension } from "@peculiar/x509";
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  FlattenedSign,
  generateKeyPair,
  type JWK,
} from "jose";
import { txtValue } from "@/sandbox/acme/validate";
import type { TestCa } from "./test-ca";

type KeyAlgorithm = EcKeyGenParams | RsaHashedKeyGenParams;

export const ecKey: KeyAlgorithm = { name: "ECDSA", namedCurve: "P-256" };

/** A certificate request for the names, as base64url DER. */
export async function newCsr(
  names: string[],
  algorithm: KeyAlgorithm = ecKey,
  given?: CryptoKeyPair,
): Promise<string> {
  const keys =
    given ?? ((await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair);
  const csr = await Pkcs10CertificateRequestGenerator.create({
    keys,
    signingAlgorithm: { ...algorithm, hash: "SHA-256" },
    extensions: [
      new SubjectAlternativeNameExtension(names.map((value) => ({ type: "dns" as const, value }))),
    ],
  });
  return Buffer.from(csr.rawData).toString("base64url");
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  json: Record<string, unknown>;
}

/** Overrides for a request's protected header, to make it wrong; undefined removes a field. */
type HeaderChanges = Record<string, unknown>;

export interface TestClient {
  urls: Record<string, string>;
  jwk: JWK;
  key: CryptoKey;
  algorithm: string;
  kid?: string;
  get(url: string): Promise<Answer>;
  /** A signed POST; payload "" is POST-as-GET. */
  post(url: string, payload: unknown, changes?: HeaderChanges): Promise<Answer>;
  nonce(): Promise<string>;
  /** Drops the open connection and the stored nonces, as after a restart of the server. */
  disconnect(): void;
  sign(header: object, payload: unknown): Promise<object>;
  /** Creates the account and signs with its kid from then on. */
  register(fields?: object): Promise<Answer>;
  /** Polls with POST-as-GET until the status is none of the given ones. */
  until(url: string, ...passing: string[]): Promise<Record<string, unknown>>;
}

/** A client that takes no steps of its own, so that tests can break one rule at a time. */
export async function newTestClient(
  directoryUrl: string,
  ca: string,
  algorithm = "ES256",
): Promise<TestClient> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  const agent = new Agent({ ca, keepAlive: true });
  const nonces: string[] = [];
  const directory = await send("GET", directoryUrl, agent);
  const urls = directory.json as Record<string, string>;
  const client: TestClient = {
    urls,
    jwk: await exportJWK(publicKey),
    key: privateKey,
    algorithm,
    disconnect() {
      agent.destroy();
      nonces.length = 0;
    },
    get: (url) => send("GET", url, agent),
    async nonce() {
      const kept = nonces.pop();
      if (kept !== undefined) return kept;
      const { headers } = await send("HEAD", urls.newNonce ?? "", agent);
      return String(headers["replay-nonce"]);
    },
    async sign(header, payload) {
      const text = payload === "" ? "" : JSON.stringify(payload);
      return new FlattenedSign(Buffer.from(text))
        .setProtectedHeader({ alg: client.algorithm, ...header } as { alg: string })
        .sign(client.key);
    },
    async post(url, payload, changes = {}) {
      const identity = client.kid === undefined ? { jwk: client.jwk } : { kid: client.kid };
      const header = { nonce: await client.nonce(), url, ...identity, ...changes };
      const answer = await send("POST", url, agent, await client.sign(header, payload));
      const next = answer.headers["replay-nonce"];
      if (typeof next === "string") nonces.push(next);
      return answer;
    },
    async register(fields = {}) {
      const answer = await client.post(urls.newAccount ?? "", { termsOfServiceAgreed: true, ...fields });
      if (answer.status < 300) client.kid = String(answer.headers.location);
      return answer;
    },
    async until(url, ...passing) {
      for (;;) {
        const { json } = await client.post(url, "");
        if (!passing.includes(String(json.status))) return json;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };
  return client;
}

function send(method: string, url: string, agent: Agent, body?: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = body ? { "content-type": "application/jose+json" } : {};
    const outgoing = request(url, { method, agent, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        const json = text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : {};
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text, json });
      });
    });
    outgoing.once("error", reject);
    outgoing.end(body ? JSON.stringify(body) : undefined);
  });
}

/**
 * Sets the TXT record of every challenge of the order, accepts the challenges, and returns each authorization when
 * it is decided.
 */
export async function authorize(
  ca: TestCa,
  client: TestClient,
  order: Record<string, unknown>,
): Promise<Record<string, unknown>[]> {
  const thumbprint = await calculateJwkThumbprint(client.jwk);
  const values = new Map<string, string[]>();
  const pending: { url: string; challenge: string }[] = [];
  for (const url of order.authorizations as string[]) {
    const { json } = await client.post(url, "");
    const [challenge] = json.challenges as { url: string; token: string }[];
    if (!challenge) throw new Error("The authorization has no challenge.");
    const name = `_acme-challenge.${(json.identifier as { value: string }).value}.`;
    values.set(name, [...(values.get(name) ?? []), `"${txtValue(challenge.token, thumbprint)}"`]);
    pending.push({ url, challenge: challenge.url });
  }
  for (const [name, rrdatas] of values) ca.set(name, "TXT", rrdatas);
  for (const { challenge } of pending) await client.post(challenge, {});
  return Promise.all(pending.map(({ url }) => client.until(url, "pending")));
}

/** Runs a whole issuance. Returns the order's address and the chain, which is empty when the CA refused. */
export async function issueOnce(
  ca: TestCa,
  client: TestClient,
  names: string[],
  fields: object = {},
): Promise<{ orderUrl: string; chain: string; order: Record<string, unknown> }> {
  const identifiers = names.map((value) => ({ type: "dns", value }));
  const created = await client.post(client.urls.newOrder ?? "", { identifiers, ...fields });
  if (created.status !== 201) throw new Error(created.text);
  const orderUrl = String(created.headers.location);
  await authorize(ca, client, created.json);
  const finalized = await client.post(String(created.json.finalize), { csr: await newCsr(names) });
  if (finalized.status !== 200) throw new Error(finalized.text);
  const order = await client.until(orderUrl, "processing");
  if (order.certificate === undefined) return { orderUrl, chain: "", order };
  const { text } = await client.post(String(order.certificate), "");
  return { orderUrl, chain: text, order };
}
