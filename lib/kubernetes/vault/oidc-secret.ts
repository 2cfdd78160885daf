import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import { decoded, type WholeSecret } from "@/lib/kubernetes/objects/secret-object";
import { SecretText } from "@/lib/model/secret-text";

/** In Lamia's namespace; whoever runs Lamia writes it. */
const name = "lamia-oidc";
const field = "client_secret";

/** The secret that the OIDC provider knows Lamia by; null if there is none. Throws a `Failure`. */
export async function readOidcSecret(client: ClusterClient, namespace: string): Promise<SecretText | null> {
  const secret = await client.find<WholeSecret>({ resource: kinds.Secret, namespace, name, verb: "get" });
  const value = decoded(secret?.data?.[field] ?? "").trim();
  return value === "" ? null : new SecretText(value);
}
