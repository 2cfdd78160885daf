import { stringify } from "yaml";

/** `<home>/sandbox.json`: the locations of everything in a running sandbox. Paths are absolute. */
export interface SandboxFile {
  panel: { url: string; token: string };
  /** Path of a kubeconfig. */
  kubeconfig: string;
  /** URL of the directory, and path of the root certificate that signs every https endpoint and the CA's chains. */
  acme: { directory: string; rootCertificate: string };
  /** Base URL; the API is at `/dns/v1`. */
  cloudDns: { endpoint: string };
  /** The root server, and a public resolver; all name servers use this port on their own addresses. */
  dns: { address: string; port: number; resolver: string };
  registrar: { url: string };
  /** Other DNS providers by id: the base URL of each API, and the credentials of its one account. */
  dnsProviders: Record<string, { endpoint: string; credentials: Readonly<Record<string, string>> }>;
  /** Path of a service-account key file, to paste into the panel. */
  googleServiceAccountFile: string;
  /** The address of the istio-ingressgateway, and the local ports for 443 and 80. */
  ingress: { address: string; ports: { "443": number; "80": number } };
  /** The OIDC provider, and the path of the file with its secret for the panel. */
  identity: { issuer: string; clientId: string; clientSecretFile: string };
  levers: { url: string };
}

/** A kubeconfig with one cluster, one user with a bearer token and one context, as YAML. */
export function kubeconfig(options: {
  server: string;
  certificateAuthorityPem: string;
  token: string;
}): string {
  const name = "lamia-sandbox";
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name,
        cluster: {
          server: options.server,
          "certificate-authority-data": Buffer.from(options.certificateAuthorityPem).toString("base64"),
        },
      },
    ],
    users: [{ name, user: { token: options.token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  });
}
