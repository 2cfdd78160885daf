import { Failure } from "@/lib/gateway/failure";
import {
  type Call,
  describeCall,
  failureOfReply,
  type Impersonated,
  type Reply,
  statusOf,
} from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { ProblemError } from "../http/problem-error";
import { texts } from "./texts";

/** How the cluster's RBAC names users and groups of the OIDC provider. */
export interface Naming {
  user: "email" | "sub";
  userPrefix: string;
  groupPrefix: string;
}

/** A user, as the OIDC provider describes them. */
interface Known {
  email: string;
  isEmailVerified: boolean;
  sub: string;
  groups: readonly string[];
}

/**
 * As whom requests are made; null if that isn't possible. Names that begin with `system:` belong to Kubernetes: nobody
 * becomes a ServiceAccount, a node or one of `system:masters` because a provider says so.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects
 */
export function impersonatedOf(
  { email, isEmailVerified, sub, groups }: Known,
  { user, userPrefix, groupPrefix }: Naming,
): Impersonated | null {
  // Some providers let users enter any email address.
  if (user === "email" && !isEmailVerified) return null;
  const name = `${userPrefix}${user === "email" ? email : sub}`;
  if (!isUsable(name)) return null;
  return { user: name, groups: groups.map((group) => `${groupPrefix}${group}`).filter(isUsable) };
}

/** A header holds no control characters. */
function isUsable(name: string): boolean {
  return name !== "" && !/^\s*system:/i.test(name) && name.isWellFormed() && !/\p{Cc}/u.test(name);
}

/** Asks as this user. What the cluster refuses is a `kubernetes-refused` problem, whoever asked for it. */
export function actingAs(client: ClusterClient, as: Impersonated): ClusterClient {
  async function send(call: Call): Promise<Reply> {
    const reply = await client.send({ ...call, as });
    if (reply.status === 403) throw refusalOf(call, reply, as);
    return reply;
  }
  async function find<T>(call: Call): Promise<T | null> {
    const reply = await send(call);
    if (reply.status === 404) return null;
    if (reply.status >= 300) throw failureOfReply(call, reply);
    return reply.body as T;
  }
  return {
    ...client,
    send,
    find,
    async request<T>(call: Call): Promise<T> {
      const reply = await send(call);
      if (reply.status >= 300) throw failureOfReply(call, reply);
      return reply.body as T;
    },
    watch: (call, signal) => client.watch({ ...call, as }, signal),
  };
}

/** Asks nothing: the cluster doesn't know who this is. */
export function actingAsNobody(client: ClusterClient): ClusterClient {
  const refuse = async (): Promise<never> => {
    throw new ProblemError("forbidden", texts.unknownToKubernetes);
  };
  return { ...client, send: refuse, find: refuse, request: refuse, watch: refuse };
}

function refusalOf(call: Call, reply: Reply, { user }: Impersonated): Error {
  if (statusOf(reply.body).message.includes(" cannot impersonate resource"))
    return new Failure("refused", texts.cannotImpersonate, { remedy: texts.grantImpersonation });
  return new ProblemError("kubernetes-refused", texts.kubernetesRefused({ user, call: describeCall(call) }));
}
