import {
  type Call,
  failureOfReply,
  isRefusedByRbac,
  type Reply,
  statusOf,
} from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import {
  isAllowed,
  migrationPermissions,
  missingPermissions,
  permissionsFor,
  type SecretsMode,
} from "@/lib/kubernetes/permissions";
import { texts } from "@/lib/kubernetes/texts";
import { metadataSecret } from "@/lib/model/metadata-keys";
import {
  bindingCommand,
  type MissingRight,
  ruleCommand,
  type SecretRole,
  type Subject,
  secretRoleOf,
  subjectIn,
} from "./grants";

export interface Rights {
  /** The client that notes what the API server refuses to Lamia itself. */
  readonly client: ClusterClient;
  /** What Lamia needs and doesn't have, as far as it has been refused or asked for. */
  missing(): readonly MissingRight[];
  onChange(listener: () => void): () => void;
  /** Asks for everything that the manifests grant in the whole cluster, and again for what was refused. */
  check(): Promise<void>;
  close(): void;
}

interface Options {
  mode: SecretsMode;
  /** Lamia's own namespace. */
  namespace: string;
}

interface Refusal extends Pick<Call, "verb" | "resource" | "namespace" | "name"> {
  /** Of Secrets that are read only by name. */
  role: SecretRole | null;
}

/** After the start, then to see what has been granted, and for what nobody has tried. */
const firstCheckMs = 20_000;
const againMs = { refused: 10_000, all: 10 * 60_000 };

/**
 * A right may be missing because the ClusterRole is that of an earlier version, or because a namespace isn't granted. Many calls
 * are of no use to whoever made them if they are refused, and some are made hourly. So each refusal is noted here, with the
 * command that ends it, until an access review says that it is over.
 */
export function watchRights(client: ClusterClient, { mode, namespace: ownNamespace }: Options): Rights {
  const open = new Map<string, Refusal>();
  const listeners = new Set<() => void>();
  const purposes = new Map(
    [...permissionsFor(mode), ...migrationPermissions].map(({ group, resource, purpose }) => [
      `${group}/${resource}`,
      purpose,
    ]),
  );
  if (mode === "by-name") purposes.set("/secrets", texts.forSecretsByName);
  let subject: Subject | null = { namespace: ownNamespace, name: "lamia" };
  let checkedAt = Number.NEGATIVE_INFINITY;

  function roleOf(call: Call): SecretRole | null {
    if (mode !== "by-name" || call.resource.group !== "" || call.resource.plural !== "secrets") return null;
    return call.namespace === ownNamespace ? "own" : secretRoleOf(call);
  }

  function told<Change>(change: () => Change): Change {
    const before = open.size;
    const result = change();
    if (open.size !== before) for (const listener of listeners) listener();
    return result;
  }

  function note(call: Call, reply: Reply): Reply {
    if (call.as || call.isOptional || !isRefusedByRbac(call, reply)) return reply;
    const { verb, resource, namespace } = call;
    if (call.subresource || !purposes.has(`${resource.group}/${resource.plural}`)) return reply;
    subject = subjectIn(statusOf(reply.body).message);
    const role = roleOf(call);
    // Rights of one object are those of all, except where a role names it.
    const named = role === "virtual-cluster" ? { name: metadataSecret } : {};
    const within = role ? { namespace } : {};
    told(() => open.set(keyOf({ verb, resource, ...within }), { verb, resource, ...within, ...named, role }));
    if (!role || namespace === undefined || !subject) return reply;
    return {
      ...reply,
      remedy: texts.grantSecrets({ namespace, command: bindingCommand(role, namespace, subject) }),
    };
  }

  async function recheck(): Promise<void> {
    for (const [key, { verb, resource, namespace, name }] of open) {
      const named = name === undefined ? {} : { name };
      const asked = { verb, group: resource.group, resource: resource.plural, namespace, ...named };
      if (await isAllowed(client, asked)) told(() => open.delete(key));
    }
  }

  async function checkAll(): Promise<void> {
    for (const { group, resource: plural, missing } of await missingPermissions(client, mode))
      for (const verb of missing) {
        const resource = { group, version: "", plural, namespaced: true };
        told(() => open.set(keyOf({ verb, resource }), { verb, resource, role: null }));
      }
    checkedAt = performance.now();
  }

  async function check(): Promise<void> {
    await recheck();
    await checkAll();
  }

  let timer = setTimeout(tick, firstCheckMs).unref();
  let isClosed = false;
  function tick(): void {
    const work = performance.now() - checkedAt > againMs.all ? check() : recheck();
    // Without an answer, nothing is known to be granted.
    void work
      .catch(() => undefined)
      .finally(() => {
        if (!isClosed) timer = setTimeout(tick, againMs.refused).unref();
      });
  }

  async function send(call: Call): Promise<Reply> {
    return note(call, await client.send(call));
  }

  return {
    client: {
      host: client.host,
      send,
      async request<T>(call: Call): Promise<T> {
        const reply = await send(call);
        if (reply.status >= 300) throw failureOfReply(call, reply);
        return reply.body as T;
      },
      async find<T>(call: Call): Promise<T | null> {
        const reply = await send(call);
        if (reply.status === 404) return null;
        if (reply.status >= 300) throw failureOfReply(call, reply);
        return reply.body as T;
      },
      async watch(call, signal) {
        const lines = await client.watch(call, signal);
        return "status" in lines ? note(call, lines) : lines;
      },
      close: () => client.close(),
    },
    missing: () => missingRights([...open.values()], purposes, subject),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    check,
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

function keyOf({ verb, resource, namespace }: Pick<Refusal, "verb" | "resource" | "namespace">): string {
  return `${verb} ${resource.group}/${resource.plural} ${namespace ?? ""}`;
}

/** What is missing of one resource in one place, together. */
function missingRights(
  refusals: readonly Refusal[],
  purposes: ReadonlyMap<string, string>,
  subject: Subject | null,
): MissingRight[] {
  const groups = Map.groupBy(refusals, ({ resource, namespace }) =>
    [resource.group, resource.plural, namespace ?? ""].join(" "),
  );
  return [...groups.values()].flatMap((alike) => {
    const [first] = alike;
    if (!first) return [];
    const { group, plural: resource } = first.resource;
    const namespace = first.namespace ?? null;
    const right = { group, resource, namespace, verbs: [...new Set(alike.map(({ verb }) => verb))].sort() };
    const role = alike.some((each) => each.role === "ingress") ? "ingress" : first.role;
    const command =
      subject === null
        ? null
        : role && namespace !== null
          ? bindingCommand(role, namespace, subject)
          : ruleCommand(right, subject);
    return [{ ...right, purpose: purposes.get(`${group}/${resource}`) ?? "", command }];
  });
}
