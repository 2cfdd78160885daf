import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { orderlyEnd } from "@/sandbox/http-server";
import { snapshot } from "@/sandbox/kept-file";
import { answer } from "./answer";
import { type AcmeOptions, type Authority, newNonces, paths } from "./authority";
import { validateLater } from "./authorizations";
import { standardPorts } from "./http-fetch";
import { issueLater } from "./issue";
import { openIssuer } from "./issuer";
import { newStore, type Store, type StoreSnapshot, snapshotOf } from "./store";

export interface RunningAcme {
  directoryUrl: string;
  port: number;
  /** Moves the suggested renewal window (RFC 9773) of the certificate with this serial (hex) into the past. */
  suggestRenewal(serial: string): void;
  /** When and with which reason code the certificate with this serial (hex) was revoked; undefined if it wasn't. */
  revocationOf(serial: string): { at: number; reason: number } | undefined;
  /** The origin of all addresses that the CA hands out and accepts, for a proxy in front of the CA. */
  frontedBy(origin: string): void;
  close(): Promise<void>;
}

/**
 * Starts the certificate authority: RFC 8555 with dns-01 and http-01, RFC 9773 renewal information, profiles. It resumes
 * whatever was in progress when the snapshot was written.
 */
export async function startAcme(options: AcmeOptions): Promise<RunningAcme> {
  const issuer = await openIssuer(
    options.issuer.certificatePem,
    options.issuer.keyPem,
    options.rootCertificatePem,
  );
  const file = snapshot<StoreSnapshot>(options.snapshotFile, () => JSON.stringify(snapshotOf(store)));
  const store: Store = newStore(file.read());
  const timers = new Set<NodeJS.Timeout>();
  const authority: Authority = {
    origin: "",
    store,
    nonces: newNonces(),
    issuer,
    dns: options.dns,
    levers: options.levers,
    counts: options.counts,
    externalAccountKeys: options.externalAccountKeys ?? {},
    externalAccountRequired: options.externalAccountRequired ?? false,
    httpPorts: options.httpPorts ?? standardPorts,
    validationSeconds: options.validationSeconds ?? 0.3,
    issuanceSeconds: options.issuanceSeconds ?? 0.15,
    reuseAuthorizations: options.reuseAuthorizations ?? false,
    caaIdentity: options.caaIdentity ?? "sandbox.lamia.test",
    importedKeys: new Map(),
    changed: file.changed,
    later(seconds, task) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        void task();
      }, seconds * 1000);
      timers.add(timer);
    },
  };

  const server = createServer(
    { cert: options.tls.certificatePem, key: options.tls.keyPem },
    (request, response) => void answer(authority, request, response),
  );
  const endServer = orderlyEnd(server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.address, resolve);
  });
  const { port } = server.address() as AddressInfo;
  authority.origin = `https://${options.address}:${port}`;
  resume(authority);

  return {
    directoryUrl: authority.origin + paths.directory,
    port,
    suggestRenewal(serial) {
      const certificate = authority.store.certificates.get(serial.toLowerCase());
      if (!certificate) throw new Error(`No certificate has the serial number ${serial}.`);
      certificate.renewNow = true;
      authority.changed();
    },
    revocationOf: (serial) => authority.store.certificates.get(serial.toLowerCase())?.revoked,
    frontedBy(origin) {
      authority.origin = origin;
    },
    async close() {
      for (const timer of timers) clearTimeout(timer);
      file.flush();
      await endServer();
    },
  };
}

function resume(authority: Authority): void {
  for (const authorization of authority.store.authorizations.values()) {
    for (const challenge of authorization.challenges) {
      if (challenge.status === "processing") validateLater(authority, authorization, challenge);
    }
  }
  for (const order of authority.store.orders.values()) {
    if (order.status === "processing") issueLater(authority, order);
  }
}
