import { connect as connectTcp } from "node:net";
import {
  connect as connectTls,
  createSecureContext,
  type DetailedPeerCertificate,
  getCACertificates,
  type SecureContext,
  type TLSSocket,
} from "node:tls";
import type { AddressEvidence, Presented } from "@/lib/gateway/diagnose/evidence";
import { issuerOf, namesOf, normalSerial } from "./prober";
import { type ProbeRule, placeFor, type SocketAddress } from "./reach";
import { texts } from "./texts";

const timeoutInMs = 4_000;
const longestChain = 8;

/** OpenSSL's verdict on a chain, by its codes (X509_verify_cert_error_string). */
const chainProblems: Record<string, string> = {
  CERT_HAS_EXPIRED: texts.chainExpired,
  CERT_NOT_YET_VALID: texts.chainNotYetValid,
  DEPTH_ZERO_SELF_SIGNED_CERT: texts.selfSigned,
  SELF_SIGNED_CERT_IN_CHAIN: texts.unknownRoot,
  UNABLE_TO_GET_ISSUER_CERT: texts.incompleteChain,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: texts.incompleteChain,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: texts.incompleteChain,
};

/**
 * Checks ports 80 and 443 of an address, and the chain that it presents for the host. Opens at most four
 * connections, sends only a handshake, and asks no revocation service.
 */
export async function inspectAddress(
  rules: readonly ProbeRule[],
  address: string,
  host: string,
): Promise<Omit<AddressEvidence, "isRefused">> {
  const [http, https] = await Promise.all([
    portProblem(placeFor(rules, address, 80)),
    portProblem(placeFor(rules, address, 443)),
  ]);
  if (https !== null) return { address, http, https, presented: null, tls: null };
  try {
    const presented = await chainAt(placeFor(rules, address, 443), host);
    return { address, http, https, presented, tls: null };
  } catch (thrown) {
    if (!(thrown instanceof NoHandshake)) throw thrown;
    return { address, http, https, presented: null, tls: thrown.message };
  }
}

class NoHandshake extends Error {}

/** Null if a TCP connection succeeds. */
function portProblem({ address, port }: SocketAddress): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connectTcp({ host: address, port, timeout: timeoutInMs });
    const end = (problem: string | null) => {
      socket.destroy();
      resolve(problem);
    };
    socket.once("connect", () => end(null));
    socket.once("timeout", () => end(texts.noConnectionInTime({ seconds: timeoutInMs / 1_000 })));
    socket.on("error", ({ code }: NodeJS.ErrnoException) =>
      end(code === "ECONNREFUSED" ? texts.connectionRefused : texts.noConnection({ code: code ?? "" })),
    );
  });
}

/** Created once, because parsing the roots takes a while. */
const contexts = new Map<string, SecureContext>();

function rootsOf(...kinds: ("bundled" | "system" | "extra")[]): SecureContext {
  const key = kinds.join();
  const context =
    contexts.get(key) ?? createSecureContext({ ca: kinds.flatMap((kind) => getCACertificates(kind)) });
  contexts.set(key, context);
  return context;
}

/**
 * Browsers' roots and the system's first; those that the installation adds (NODE_EXTRA_CA_CERTS) only if these
 * aren't enough.
 */
async function chainAt(place: SocketAddress, host: string): Promise<Presented> {
  const first = await shownFor(place, host, rootsOf("bundled", "system"));
  if (first.error === null) return { ...first.shown, trust: "public", problem: null };
  const second =
    getCACertificates("extra").length > 0
      ? await shownFor(place, host, rootsOf("bundled", "system", "extra"))
      : first;
  const problem = chainProblems[first.error] ?? texts.untrustedCode({ code: first.error });
  if (second.error === null) return { ...second.shown, trust: "configured", problem: null };
  return { ...first.shown, trust: "none", problem };
}

interface Shown {
  shown: Omit<Presented, "trust" | "problem">;
  /** OpenSSL's code; null if the chain leads to one of the roots. */
  error: string | null;
}

function shownFor(
  { address, port }: SocketAddress,
  host: string,
  secureContext: SecureContext,
): Promise<Shown> {
  return new Promise((resolve, reject) => {
    const fail = (message: string) => {
      socket.destroy();
      reject(new NoHandshake(message));
    };
    let coversHost = true;
    const socket = connectTls({
      host: address,
      port,
      servername: host,
      // A broken chain is the point: it is judged below, and nothing is sent.
      rejectUnauthorized: false,
      secureContext,
      timeout: timeoutInMs,
    });
    socket.once("timeout", () => fail(texts.noHandshakeInTime({ seconds: timeoutInMs / 1_000 })));
    socket.on("error", () => fail(texts.handshakeFailed));
    socket.once("close", () => fail(texts.handshakeClosed));
    socket.once("secureConnect", () => {
      const error = errorOf(socket);
      const chain = chainOf(socket.getPeerCertificate(true));
      const [leaf] = chain;
      coversHost = leaf !== undefined && isFor(leaf, host);
      const names = leaf ? namesOf(leaf) : [];
      socket.destroy();
      if (!leaf) reject(new NoHandshake(texts.noCertificate));
      else resolve({ shown: { chain: chain.map(described), names, coversHost }, error });
    });
  });
}

/** The name is judged separately from the chain. */
function errorOf(socket: TLSSocket): string | null {
  const error: unknown = socket.authorizationError;
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error ?? "");
  return socket.authorized || code === "ERR_TLS_CERT_ALTNAME_INVALID" ? null : code;
}

function isFor(leaf: DetailedPeerCertificate, host: string): boolean {
  const parent = host.slice(host.indexOf(".") + 1);
  return namesOf(leaf).some((name) => name.toLowerCase() === host || name.toLowerCase() === `*.${parent}`);
}

/** Each certificate links to its issuer; a root links to itself. */
function chainOf(leaf: DetailedPeerCertificate): DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = [];
  let current: DetailedPeerCertificate | undefined = leaf;
  while (current?.raw && chain.length < longestChain && !chain.includes(current)) {
    chain.push(current);
    current = current.issuerCertificate;
  }
  return chain;
}

function described(certificate: DetailedPeerCertificate): Presented["chain"][number] {
  const { subject, serialNumber, valid_from, valid_to } = certificate;
  const name = [subject?.CN ?? subject?.O ?? []].flat()[0] ?? namesOf(certificate)[0];
  return {
    subject: name ?? texts.unnamedIssuer,
    issuer: issuerOf(certificate),
    serial: normalSerial(serialNumber),
    notBefore: new Date(valid_from).toISOString(),
    notAfter: new Date(valid_to).toISOString(),
  };
}
