import type { SandboxFile } from "@/sandbox/sandbox-file";

/** The settings with which the panel finds the sandbox: the only difference between a demo and the real world. */
export function panelEnvironment(sandbox: SandboxFile, home: string): Record<string, string> {
  const { acme, cloudDns, dns, ingress, kubeconfig, panel } = sandbox;
  return {
    PORT: new URL(panel.url).port,
    HOST: "127.0.0.1",
    LAMIA_HOME: home,
    LAMIA_API_TOKEN: panel.token,
    KUBECONFIG: kubeconfig,
    LAMIA_ACME_DIRECTORY: acme.directory,
    LAMIA_ACME_EMAIL: "demo@democluster.net",
    LAMIA_ACME_TERMS_AGREED: "true",
    LAMIA_GOOGLE_DNS_ENDPOINT: cloudDns.endpoint,
    LAMIA_GOOGLE_TOKEN_ENDPOINT: `${cloudDns.endpoint}/token`,
    LAMIA_DNS_ROOT_SERVERS: `${dns.address}:${dns.port}`,
    LAMIA_DNS_PORT: String(dns.port),
    LAMIA_PROBE_ADDRESSES: Object.entries(ingress.ports)
      .map(([port, real]) => `*:${port}=*:${real}`)
      .join(","),
    NODE_EXTRA_CA_CERTS: acme.rootCertificate,
  };
}
