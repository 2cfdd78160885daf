import { readFileSync } from "node:fs";
import type { RunningSandbox } from "@/sandbox/start";

/** Gives `vamp-demo` the project and the key of the sandbox's Cloud DNS, as a person would on the page "Metadata". */
export function configureProvider({ file, kubernetes }: Pick<RunningSandbox, "file" | "kubernetes">): void {
  const key = readFileSync(file.googleServiceAccountFile, "utf8");
  const { project_id: project } = JSON.parse(key) as { project_id: string };
  const namespaces = { group: "", plural: "namespaces" };
  const demo = kubernetes.objects.get(namespaces, undefined, "vamp-demo");
  kubernetes.objects.put(namespaces, {
    ...demo,
    metadata: { ...demo?.metadata, annotations: { "lamia.dev/google_project_id": project } },
  });
  kubernetes.objects.put(
    { group: "", plural: "secrets" },
    {
      apiVersion: "v1",
      kind: "Secret",
      type: "Opaque",
      metadata: {
        name: "lamia-metadata",
        namespace: "vamp-demo",
        labels: { "app.kubernetes.io/managed-by": "lamia" },
      },
      data: { google_service_account: Buffer.from(key).toString("base64") },
    },
  );
}
