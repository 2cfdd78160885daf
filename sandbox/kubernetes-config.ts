import { stringify } from "yaml";

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
