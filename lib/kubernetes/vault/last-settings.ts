import { type Call, failureOfReply } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import { decoded, encoded, type WholeSecret } from "@/lib/kubernetes/objects/secret-object";
import { fieldManager, ownLabel } from "@/lib/kubernetes/ownership";
import { SecretText } from "@/lib/model/secret-text";
import { revealed, type Settings } from "@/lib/model/settings";

const prefix = "lamia-last-settings-";
const file = "settings.json";

export interface LastSettings {
  /** All of them as secrets. */
  read(virtualCluster: string): Promise<Readonly<Record<string, SecretText>> | null>;
  /** Replaces what was stored for an earlier Namespace of that name. */
  save(virtualCluster: string, settings: Settings): Promise<void>;
  forget(virtualCluster: string): Promise<void>;
}

/**
 * The settings of a Namespace that is being deleted, in a Secret of Lamia's namespace until its hosts are cleaned up: the
 * Namespace takes its own Secret with it first, and Lamia may be restarted in between.
 */
export function lastSettings({
  client,
  namespace,
}: {
  client: Pick<ClusterClient, "find" | "send">;
  namespace: string;
}): LastSettings {
  const callFor = (verb: "get" | "delete", virtualCluster: string): Call => ({
    ...{ verb, namespace },
    resource: kinds.Secret,
    name: `${prefix}${virtualCluster}`,
  });
  async function forget(virtualCluster: string): Promise<void> {
    const call = callFor("delete", virtualCluster);
    const reply = await client.send(call);
    if (reply.status >= 300 && reply.status !== 404) throw failureOfReply(call, reply);
  }
  return {
    forget,
    async read(virtualCluster) {
      const secret = await client.find<WholeSecret>(callFor("get", virtualCluster));
      const text = secret?.data?.[file];
      if (text === undefined) return null;
      const stored = Object.entries(JSON.parse(decoded(text)) as Record<string, string>);
      return Object.fromEntries(stored.map(([key, value]) => [key, new SecretText(value)]));
    },
    async save(virtualCluster, settings) {
      await forget(virtualCluster);
      const metadata = { name: `${prefix}${virtualCluster}`, namespace, labels: ownLabel };
      const stored = Object.keys(settings).map((key) => [key, revealed(settings, key)]);
      const data = { [file]: encoded(JSON.stringify(Object.fromEntries(stored))) };
      const body = { apiVersion: "v1", kind: "Secret", metadata, type: "Opaque", data };
      const call: Call = { verb: "create", resource: kinds.Secret, namespace, query: { fieldManager }, body };
      const reply = await client.send(call);
      // Another process was first.
      if (reply.status >= 300 && reply.status !== 409) throw failureOfReply(call, reply);
    },
  };
}

/** The Namespace whose settings a Secret of that name holds; null if it is another Secret. */
export function virtualClusterOfSettings(secretName: string): string | null {
  return secretName.startsWith(prefix) ? secretName.slice(prefix.length) : null;
}
