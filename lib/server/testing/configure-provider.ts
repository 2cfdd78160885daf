import { readFileSync } from "node:fs";
import type { Metadata, MetadataKey } from "@/lib/dns/provider-definition";
import { providers } from "@/lib/dns/registry";
import { revealed } from "@/lib/model/settings";
import type { RunningSandbox } from "@/sandbox/start";

/** Gives `vamp-demo` the project and the key of the sandbox's Cloud DNS, as a user would on the page "Metadata". */
export function configureProvider(sandbox: Pick<RunningSandbox, "file" | "kubernetes">): void {
  putMetadata(sandbox, providers.google.keys, cloudDnsMetadata(sandbox));
}

/** The settings of the sandbox's Cloud DNS. */
export function cloudDnsMetadata({ file }: Pick<RunningSandbox, "file">) {
  const key = readFileSync(file.googleServiceAccountFile, "utf8");
  const { project_id: project } = JSON.parse(key) as { project_id: string };
  return { google_project_id: project, google_service_account: key };
}

/** Gives `vamp-demo`, or Lamia's own namespace, these settings, and no others. */
export function putMetadata(
  { kubernetes }: Pick<RunningSandbox, "kubernetes">,
  keys: readonly MetadataKey[],
  metadata: Metadata,
  namespace = "vamp-demo",
): void {
  const set = keys.flatMap(({ key, secret }) => {
    const value = revealed(metadata, key);
    return value === undefined ? [] : [{ key, secret, value }];
  });
  const plain = set.filter(({ secret }) => !secret).map(({ key, value }) => [`lamia.dev/${key}`, value]);
  const secrets = set.filter(({ secret }) => secret);
  const data = secrets.map(({ key, value }) => [key, Buffer.from(value).toString("base64")]);
  const namespaces = { group: "", plural: "namespaces" };
  const demo = kubernetes.objects.get(namespaces, undefined, namespace);
  kubernetes.objects.put(namespaces, {
    ...demo,
    metadata: { ...demo?.metadata, annotations: Object.fromEntries(plain) },
  });
  kubernetes.objects.put(
    { group: "", plural: "secrets" },
    {
      apiVersion: "v1",
      kind: "Secret",
      type: "Opaque",
      metadata: {
        name: "lamia-metadata",
        namespace,
        labels: { "app.kubernetes.io/managed-by": "lamia" },
      },
      data: Object.fromEntries(data),
    },
  );
}
