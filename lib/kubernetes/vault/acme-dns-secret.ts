import { createHash } from "node:crypto";
import { z } from "zod";
import { Failure } from "@/lib/gateway/failure";
import { type Call, failureOfReply } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { ensureNamespace } from "@/lib/kubernetes/namespaces";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import { decoded, encoded, type WholeSecret } from "@/lib/kubernetes/objects/secret-object";
import { fieldManager, ownLabel } from "@/lib/kubernetes/ownership";
import { texts } from "../texts";

const stored = z.object({
  server: z.string(),
  name: z.string(),
  username: z.string(),
  password: z.string(),
  fulldomain: z.string(),
  subdomain: z.string(),
});
type Account = Omit<z.infer<typeof stored>, "server" | "name">;

/**
 * Accounts at acme-dns servers, in Secrets of Lamia's namespace: one for each server and challenge name. They stay when
 * nobody asks for the host any more, because the CNAME record that you entered leads to them.
 */
export function createAcmeDnsAccounts({ client, namespace }: { client: ClusterClient; namespace: string }) {
  async function read(server: string, name: string): Promise<Account | null> {
    const secretName = acmeDnsSecretName(server, name);
    const secret = await client.find<WholeSecret>({
      ...{ resource: kinds.Secret, namespace, name: secretName },
      verb: "get",
    });
    if (!secret) return null;
    const found = stored.safeParse(parsed(secret.data?.["account.json"]));
    if (found.success && found.data.server === server && found.data.name === name) {
      const { username, password, fulldomain, subdomain } = found.data;
      return { username, password, fulldomain, subdomain };
    }
    throw new Failure("unconfigured", texts.noAcmeDnsAccount({ secret: secretName, name }), {
      remedy: texts.noAcmeDnsAccountRemedy({ secret: secretName }),
    });
  }

  return {
    read,
    /** Returns what is stored: another process may have been first. */
    async save(server: string, name: string, account: Account): Promise<Account> {
      const metadata = { name: acmeDnsSecretName(server, name), namespace, labels: ownLabel };
      const data = { "account.json": encoded(JSON.stringify({ server, name, ...account })) };
      const body = { apiVersion: "v1", kind: "Secret", metadata, type: "Opaque", data };
      const call: Call = { verb: "create", resource: kinds.Secret, namespace, query: { fieldManager }, body };
      let reply = await client.send(call);
      if (reply.status === 404) {
        await ensureNamespace(client, namespace);
        reply = await client.send(call);
      }
      if (reply.status >= 300 && reply.status !== 409) throw failureOfReply(call, reply);
      return (await read(server, name)) ?? account;
    },
  };
}

export function acmeDnsSecretName(server: string, name: string): string {
  return `lamia-acme-dns-${createHash("sha256").update(`${server} ${name}`).digest("hex").slice(0, 12)}`;
}

function parsed(value: string | undefined): unknown {
  try {
    return value === undefined ? null : JSON.parse(decoded(value));
  } catch {
    return null;
  }
}
