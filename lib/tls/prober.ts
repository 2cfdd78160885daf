import {
  connect,
  createSecureContext,
  getCACertificates,
  type PeerCertificate,
  type SecureContext,
} from "node:tls";
import { Failure } from "@/lib/gateway/failure";
import type { Handshake, Prober } from "@/lib/gateway/prober";
import { issuerOf, namesOf, normalSerial, requestOnce } from "./http-request";
import { texts } from "./texts";

export interface SocketAddress {
  /** `*`: any address on the left side of a rule, the same one on the right. */
  address: string;
  port: number;
}

/** Connect to `to` where a handshake with `from` is asked for: for hairpins and unprivileged ports. */
export interface ProbeRule {
  from: SocketAddress;
  to: SocketAddress;
}

const handshakeTimeoutInMs = 5000;

/**
 * What browsers trust: Mozilla's roots. Not what this process trusts besides, such as a CA of `NODE_EXTRA_CA_CERTS`. Made
 * once, as parsing them takes a while.
 */
let publicRoots: SecureContext | null = null;

function publicContext(): SecureContext {
  publicRoots ??= createSecureContext({ ca: getCACertificates("bundled") });
  return publicRoots;
}

/** TLS handshakes and requests as a browser would make them, but without judging the certificate: the serial is compared later. */
export function tlsProber(rules: readonly ProbeRule[]): Prober {
  return {
    handshake: (address, port, host) => handshake(placeFor(rules, address, port), { address, port, host }),
    request: (ask) => requestOnce(placeFor(rules, ask.address, ask.port), ask),
  };
}

export function placeFor(rules: readonly ProbeRule[], address: string, port: number): SocketAddress {
  const rule =
    rules.find(({ from }) => from.address === address && from.port === port) ??
    rules.find(({ from }) => from.address === "*" && from.port === port);
  if (!rule) return { address, port };
  return { address: rule.to.address === "*" ? address : rule.to.address, port: rule.to.port };
}

function handshake(
  place: SocketAddress,
  asked: { address: string; port: number; host: string },
): Promise<Handshake> {
  const where = texts.place({ address: asked.address, port: asked.port });
  return new Promise((resolve, reject) => {
    const fail = (message: string) => {
      socket.destroy();
      reject(new Failure("unreachable", message));
    };
    const socket = connect({
      host: place.address,
      port: place.port,
      servername: asked.host,
      ALPNProtocols: ["h2", "http/1.1"],
      // The serial is what is asked for; a certificate of a test CA or an expired one must be seen as well.
      rejectUnauthorized: false,
      secureContext: publicContext(),
      timeout: handshakeTimeoutInMs,
    });
    // A server that speaks TLS 1.2 and wants the client's certificate ends the handshake without one, but by then it has
    // shown its own and proved that it has the key (RFC 5246, section 7.3): the secret that is logged here comes later.
    let shown: PeerCertificate | null = null;
    socket.on("keylog", () => {
      const certificate = socket.getPeerCertificate();
      if (certificate?.serialNumber) shown = certificate;
    });
    const end = (certificate: PeerCertificate, trusted: boolean | null) => {
      socket.destroy();
      resolve({
        serial: normalSerial(certificate.serialNumber),
        issuer: issuerOf(certificate),
        names: namesOf(certificate),
        trusted,
      });
    };
    socket.once("timeout", () => fail(texts.timedOut({ where, seconds: handshakeTimeoutInMs / 1000 })));
    socket.once("error", ({ code }: NodeJS.ErrnoException) =>
      shown && wantsClientCertificate(code) ? end(shown, null) : fail(described(code)({ where })),
    );
    socket.once("close", () => fail(texts.closed({ where })));
    socket.once("secureConnect", () => end(socket.getPeerCertificate(), socket.authorized));
  });
}

/** Alerts with which servers refuse a client that showed no certificate. */
function wantsClientCertificate(code: string | undefined): boolean {
  return /ALERT_(HANDSHAKE_FAILURE|BAD_CERTIFICATE|CERTIFICATE_REQUIRED)$/.test(code ?? "");
}

function described(code: string | undefined) {
  switch (code) {
    case "ECONNREFUSED":
      return texts.refused;
    case "ECONNRESET":
      return texts.closedInHandshake;
    case "ENETUNREACH":
    case "EHOSTUNREACH":
      return texts.unreachable;
    case "ENOTFOUND":
      return texts.unresolved;
    default:
      return texts.noHandshake;
  }
}
