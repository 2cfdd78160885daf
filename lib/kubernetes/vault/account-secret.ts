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

export interface AcmeAccount {
  /** EC P-256, PKCS #8 PEM. */
  keyPem: string;
  /** Account URL (RFC 8555, section 7.3); null until the CA has answered. */
  url: string | null;
}

/** Where the keys of ACME accounts are kept, one for each directory. */
export interface AccountStore {
  read(directory: string): Promise<AcmeAccount | null>;
  /**
   * Creates it if there is none, otherwise adds the URL to the same key. Throws `conflict` if another process has
   * stored another key: read again and use that one. So a key is stored before the CA hears of it.
   */
  save(directory: string, account: AcmeAccount): Promise<void>;
}

export interface AccountStoreOptions {
  client: ClusterClient;
  /** Lamia's own namespace. */
  namespace: string;
  /** Stored next to the key for people who look at the Secret. */
  email?: string | undefined;
}

const accountJson = z.object({ url: z.string().nullable(), directory: z.string() });

export function createAccountStore({ client, namespace, email }: AccountStoreOptions): AccountStore {
  const at = (directory: string) => ({
    resource: kinds.Secret,
    namespace,
    name: accountSecretName(directory),
  });

  async function find(directory: string): Promise<(AcmeAccount & { resourceVersion: string }) | null> {
    const secret = await client.find<WholeSecret>({ ...at(directory), verb: "get" });
    if (!secret) return null;
    const key = secret.data?.["account.key"];
    const details = accountJson.safeParse(parsed(secret.data?.["account.json"]));
    if (key === undefined || !details.success || details.data.directory !== directory)
      throw unreadable(directory);
    const { url } = details.data;
    return { keyPem: decoded(key), url, resourceVersion: secret.metadata.resourceVersion ?? "" };
  }

  async function create(directory: string, account: AcmeAccount): Promise<boolean> {
    const { resource, name } = at(directory);
    const body = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name, namespace, labels: ownLabel },
      type: "Opaque",
      data: { "account.key": encoded(account.keyPem), "account.json": details(directory, account.url) },
    };
    const call: Call = { verb: "create", resource, namespace, query: { fieldManager }, body };
    let reply = await client.send(call);
    if (reply.status === 404) {
      await ensureNamespace(client, namespace);
      reply = await client.send(call);
    }
    if (reply.status >= 300 && reply.status !== 409) throw failureOfReply(call, reply);
    return reply.status < 300;
  }

  function details(directory: string, url: string | null): string {
    return encoded(JSON.stringify({ url, directory, ...(email === undefined ? {} : { email }) }));
  }

  return {
    async read(directory) {
      const found = await find(directory);
      return found && { keyPem: found.keyPem, url: found.url };
    },
    async save(directory, account) {
      const found = await find(directory);
      if (!found && (await create(directory, account))) return;
      const current = found ?? (await find(directory));
      if (current?.keyPem !== account.keyPem) throw new Failure("conflict", texts.accountKeySaved);
      if (account.url === null || current.url === account.url) return;
      await client.request({
        ...at(directory),
        verb: "patch",
        query: { fieldManager },
        patchType: "application/merge-patch+json",
        body: {
          metadata: { resourceVersion: current.resourceVersion },
          data: { "account.json": details(directory, account.url) },
        },
      });
    },
  };
}

export function accountSecretName(directory: string): string {
  return `lamia-acme-account-${createHash("sha256").update(directory).digest("hex").slice(0, 10)}`;
}

function parsed(value: string | undefined): unknown {
  try {
    return value === undefined ? null : JSON.parse(decoded(value));
  } catch {
    return null;
  }
}

function unreadable(directory: string): Failure {
  const name = accountSecretName(directory);
  return new Failure("unconfigured", texts.noAccount({ name, host: new URL(directory).host }), {
    remedy: texts.restoreAccount({ name }),
  });
}
