import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { HttpPorts } from "./acme/http-fetch";
import { type RunningAcme, startAcme } from "./acme/start";
import { serviceAccount } from "./cloud-dns/access-tokens";
import { startIdentity } from "./identity/start";
import { type RunningIngress, startIngress } from "./ingress/start";
import { keptFile, writePrivateFile } from "./kept-file";
import { seedCluster } from "./kubernetes/seeds/seed";
import { type RunningKubernetesApi, startKubernetesApi } from "./kubernetes/start";
import { type Counts, initialLevers, type Levers, newCounts, startLevers } from "./levers/levers";
import { sandboxRoot } from "./pki/root";
import { canListen, freePorts, orPortInUse, portsFrom } from "./ports";
import { kubeconfig, type SandboxFile } from "./sandbox-file";
import { type RunningDns, startDns } from "./start-dns";

export interface SandboxOptions {
  /** Folder of all state; `sandbox.json` is written into it. */
  home: string;
  /** The first port; default 18000. */
  portBase?: number;
  /** Use free ports everywhere, so that several sandboxes run side by side. */
  ephemeral?: boolean;
  /** Where the CA reaches ports 80 and 443 of every host; the sandbox's own ingress by default. */
  httpPorts?: HttpPorts;
  /** The panel's URL, for links back to it and for `sandbox.json`. */
  panel?: { url: string; token: string };
}

export interface RunningSandbox {
  file: SandboxFile;
  /** Path of `sandbox.json`. */
  path: string;
  levers: Levers;
  counts: Counts;
  kubernetes: RunningKubernetesApi;
  dns: RunningDns;
  acme: RunningAcme;
  ingress: RunningIngress;
  close(): Promise<void>;
}

export const defaultPortBase = 18_000;
/** The load balancer assigns its first address to the first Service, the istio-ingressgateway's. */
const ingressAddress = "127.0.80.1";
const address = "127.0.0.1";

/**
 * Starts the sandbox on loopback: Kubernetes API, Cloud DNS with its name servers, registries and registrar, ACME
 * CA, ingress, levers. It writes `sandbox.json` when all of them listen, and removes it on close.
 * @throws Error that names the port in use, or the missing addresses; then nothing keeps running
 */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const home = resolve(options.home);
  const state = join(home, "sandbox");
  const kept = (name: string) => keptFile(join(state, name), () => randomBytes(24).toString("base64url"));
  const panel = options.panel ?? { url: "http://127.0.0.1:3000", token: kept("panel-token") };
  const ports = options.ephemeral
    ? await freePorts(ingressAddress)
    : portsFrom(options.portBase ?? defaultPortBase);
  const levers: Levers = { ...initialLevers };
  const counts = newCounts();
  const root = await sandboxRoot(join(state, "pki"));
  const tls = await root.issueServerCertificate(["localhost", "kubernetes.default.svc"], [address]);
  const path = join(home, "sandbox.json");

  const started: { close(): Promise<void> }[] = [];
  let written = false;
  const close = async () => {
    // After a failed start, leave another sandbox's file alone.
    if (written) rmSync(path, { force: true });
    for (const part of started.splice(0).reverse()) await part.close();
  };
  const start = async <Part extends { close(): Promise<void> }>(what: string, begin: () => Promise<Part>) => {
    const part = await orPortInUse(what, begin);
    started.push(part);
    return part;
  };

  try {
    const googleServiceAccountFile = join(state, "google-service-account.json");
    const account = serviceAccount(googleServiceAccountFile);
    const dns = await start("DNS", () =>
      startDns({ tls, account, ports, levers, counts, panelUrl: panel.url, directory: state }),
    );
    const controls = await start("the levers", () =>
      startLevers({
        address,
        port: ports.levers,
        levers,
        counts,
        onSet: (changed) => {
          if (changed.autoDelegateAfterSeconds !== undefined) dns.registrations.leverSet();
        },
      }),
    );
    const token = kept("kubernetes-token");
    const kubernetes = await start("the Kubernetes API", () =>
      startKubernetesApi({
        address,
        port: ports.kubernetes,
        tls,
        token,
        levers,
        counts,
        snapshotFile: join(state, "kubernetes.json"),
      }),
    );
    if (!kubernetes.isRestored) seedCluster(kubernetes.objects);
    const acme = await start("the ACME CA", () =>
      startAcme({
        address,
        port: ports.acme,
        tls,
        issuer: root.intermediate,
        rootCertificatePem: root.certificatePem,
        dns: { rootServers: [dns.dns], port: dns.dns.port },
        httpPorts: options.httpPorts ?? ports.ingress,
        levers,
        counts,
        snapshotFile: join(state, "acme.json"),
      }),
    );
    // The ingress itself listens only once its Service has an address, too late to stop the start.
    for (const port of Object.values(ports.ingress)) {
      await orPortInUse("the ingress", () => canListen(ingressAddress, port));
    }
    const ingress = await start("the ingress", () =>
      startIngress({ objects: kubernetes.objects, ports: ports.ingress }),
    );

    const identity = await start("the OIDC provider", () =>
      startIdentity({
        address,
        port: ports.identity,
        clientSecret: kept("oidc-client-secret"),
        origins: [panel.url, panel.url.replace("127.0.0.1", "localhost")],
      }),
    );

    const kubeconfigFile = join(state, "kubeconfig");
    writePrivateFile(
      kubeconfigFile,
      kubeconfig({ server: kubernetes.url, certificateAuthorityPem: root.certificatePem, token }),
    );
    const file: SandboxFile = {
      panel,
      kubeconfig: kubeconfigFile,
      acme: { directory: acme.directoryUrl, rootCertificate: root.certificateFile },
      cloudDns: dns.cloudDns,
      dns: dns.dns,
      registrar: dns.registrar,
      dnsProviders: dns.providers,
      googleServiceAccountFile,
      ingress: {
        address: ingressAddress,
        ports: { "443": ports.ingress.https, "80": ports.ingress.http },
      },
      identity: {
        issuer: identity.issuer,
        clientId: identity.clientId,
        clientSecretFile: join(state, "oidc-client-secret"),
      },
      levers: { url: controls.url },
    };
    written = true;
    writePrivateFile(path, `${JSON.stringify(file, null, 2)}\n`);
    return { file, path, levers, counts, kubernetes, dns, acme, ingress, close };
  } catch (error) {
    await close();
    throw error;
  }
}
