import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { SandboxFile } from "@/sandbox/sandbox-file";

/**
 * Where the build puts the programs of `npm start` and `npm run worker`: inside the build, as they are part of it.
 */
export const programsFolder = join(
  import.meta.dirname,
  "..",
  process.env.LAMIA_DIST_DIR ?? ".next",
  "programs",
);
/** The built panel; runs on the pinned Node. */
export const panelProgram = join(programsFolder, "panel.mjs");

const root = join(import.meta.dirname, "..");
const sources = [
  "app",
  "components",
  "lib",
  "prisma",
  "public",
  "package.json",
  "next.config.js",
  "instrumentation.ts",
  "scripts/start.ts",
  "scripts/memory-settings.ts",
];

/** Whether the production build is newer than all of its sources. */
export function isBuilt(): boolean {
  const built = modified(join(root, process.env.LAMIA_DIST_DIR ?? ".next", "BUILD_ID"));
  if (!existsSync(panelProgram)) return false;
  return built > 0 && sources.every((source) => newest(join(root, source)) <= built);
}

function newest(path: string): number {
  const own = modified(path);
  if (own === 0 || !statSync(path).isDirectory()) return own;
  const inside = readdirSync(path).filter((name) => !/\.test\.tsx?$|^(generated|testing)$/.test(name));
  return inside.reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0);
}

function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Signing in with the sandbox's OIDC provider, which is on loopback, where the panel asks nobody unless it may. */
export function identityEnvironment({ identity }: SandboxFile): Record<string, string> {
  return {
    LAMIA_OIDC_ISSUER: identity.issuer,
    LAMIA_OIDC_CLIENT_ID: identity.clientId,
    LAMIA_OIDC_CLIENT_SECRET_FILE: identity.clientSecretFile,
    LAMIA_OIDC_LABEL: "Sandbox ID",
    LAMIA_ALLOWED_TARGETS: "127.0.0.1",
  };
}

/** The panel's settings for the sandbox: the only difference between a demo and production. */
export function panelEnvironment(sandbox: SandboxFile, home: string): Record<string, string> {
  const { acme, cloudDns, dns, dnsProviders, ingress, kubeconfig, panel } = sandbox;
  return {
    PORT: new URL(panel.url).port,
    HOST: "127.0.0.1",
    LAMIA_HOME: home,
    LAMIA_API_TOKEN: panel.token,
    KUBECONFIG: kubeconfig,
    LAMIA_ACME_DIRECTORY: acme.directory,
    LAMIA_ACME_STAGING_DIRECTORY: new URL("/staging/directory", acme.directory).href,
    LAMIA_ACME_EMAIL: "demo@democluster.net",
    LAMIA_ACME_TERMS_AGREED: "true",
    LAMIA_GOOGLE_DNS_ENDPOINT: cloudDns.endpoint,
    LAMIA_GOOGLE_TOKEN_ENDPOINT: `${cloudDns.endpoint}/token`,
    LAMIA_DNS_ENDPOINTS: Object.entries(dnsProviders)
      .map(([id, { endpoint }]) => `${id}=${endpoint}`)
      .join(","),
    LAMIA_DNS_ROOT_SERVERS: `${dns.address}:${dns.port}`,
    LAMIA_DNS_PORT: String(dns.port),
    LAMIA_PUBLIC_RESOLVERS: `${dns.resolver}:${dns.port}`,
    LAMIA_DIAGNOSE_ALLOW_LOOPBACK: "true",
    LAMIA_PROBE_ADDRESSES: Object.entries(ingress.ports)
      .map(([port, real]) => `*:${port}=*:${real}`)
      .join(","),
    NODE_EXTRA_CA_CERTS: acme.rootCertificate,
  };
}
