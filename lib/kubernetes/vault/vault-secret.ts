import { z } from "zod";
import { Failure } from "@/lib/gateway/failure";
import type { PendingOrder } from "@/lib/gateway/world";
import { decoded, encoded } from "@/lib/kubernetes/objects/secret-object";
import { holderAnnotation, hostAnnotation, ownLabel } from "@/lib/kubernetes/ownership";
import { credentialNameFor } from "@/lib/model/secured-hosts";

/** The name of the Secret of Lamia's namespace in which a host's keys are. */
export function vaultSecretName(host: string): string {
  return `lamia-host-${credentialNameFor(host).replace(/^lamia-/, "")}`;
}

/**
 * Its keys: `tls.crt` and `tls.key` are the kept pair; `order.json`, `order.key`, and `order.csr` the order under way,
 * its key, and the signing request by that key (DER). Private are the two named `.key`.
 */
export type VaultKey = "tls.crt" | "tls.key" | "order.json" | "order.key" | "order.csr";

export function vaultMetadata(host: string, namespace: string, holder: string | null) {
  return {
    name: vaultSecretName(host),
    namespace,
    labels: ownLabel,
    annotations: { [hostAnnotation]: host, ...(holder === null ? {} : { [holderAnnotation]: holder }) },
  };
}

const pendingOrder = z.object({
  names: z.array(z.string()).min(1),
  url: z.url().nullable(),
  startedAt: z.iso.datetime(),
  challenges: z.array(z.object({ name: z.string(), value: z.string() })),
  collected: z.boolean(),
});

export function encodedOrder({ names, url, startedAt, challenges, collected }: PendingOrder): string {
  return encoded(JSON.stringify({ names, url, startedAt, challenges, collected }));
}

/** Throws `rejected` when somebody wrote there what is no order. */
export function decodedOrder(host: string, value: string): PendingOrder {
  try {
    return pendingOrder.parse(JSON.parse(decoded(value)));
  } catch {
    const name = vaultSecretName(host);
    throw new Failure("rejected", `The order kept for ${host} cannot be read.`, {
      remedy: `Remove order.json, order.key, and order.csr from the Secret ${name} in Lamia's namespace.`,
    });
  }
}
