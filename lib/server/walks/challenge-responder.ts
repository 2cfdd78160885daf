import { isDeepStrictEqual } from "node:util";
import type { ChallengeResponder } from "@/lib/gateway/certificate/responder";
import { Failure } from "@/lib/gateway/failure";
import { type Call, failureOfReply } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { listAll } from "@/lib/kubernetes/client/list-all";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import { challengeLabel, fieldManager, hostOf } from "@/lib/kubernetes/ownership";
import { texts } from "@/lib/server/texts";
import { isSame, kindsOfOurs, labelOf, type Ours, objectsFor } from "./challenge-objects";
import { type PlanParts, planChallenge } from "./challenge-plan";

interface Parts extends PlanParts {
  client: ClusterClient;
}

export interface ClusterResponder extends ChallengeResponder {
  /** Hosts whose challenges have objects in the cluster, whether or not an order needs them. */
  hosts(): Promise<string[]>;
}

/** While Lamia waits for an ingress, it asks many times a second; what was right counts as right for this long. */
const rightForMs = 3_000;

/**
 * A Gateway and a VirtualService for each host with a pending order, in the namespace of its Gateway, which owns them, so
 * they are deleted with it. A label keeps them out of the watched cache, so no list, check or walk ever sees them.
 */
export function challengeResponder({ client, cache, pods, ingresses }: Parts): ClusterResponder {
  const known = new Map<string, { wanted: readonly Ours[]; until: number }>();

  async function found(label: string): Promise<Ours[]> {
    const listed = await Promise.all(
      kindsOfOurs.map(async (kind) => {
        const reply = await listAll(client, kind, label);
        // Without Istio's kinds, nothing here is ours.
        if ("status" in reply && reply.status === 404) return [];
        if ("status" in reply) throw failureOfReply({ verb: "list", resource: kinds[kind] }, reply);
        return reply.items.map((item) => ({ ...item, kind }) as Ours);
      }),
    );
    return listed.flat();
  }

  const foundFor = async (host: string) =>
    (await found(`${challengeLabel}=${labelOf(host)}`)).filter((each) => hostOf(each) === host);

  async function remove({ kind, metadata: { namespace, name, uid } }: Ours): Promise<void> {
    const body = { apiVersion: "v1", kind: "DeleteOptions", preconditions: { uid } };
    await client.find({ verb: "delete", resource: kinds[kind], namespace, name, body });
  }

  /** Throws `rejected` if a foreign object has that name. */
  async function create(object: Ours): Promise<void> {
    const { namespace = "", name } = object.metadata;
    const resource = kinds[object.kind];
    const call: Call = { verb: "create", resource, namespace, query: { fieldManager }, body: object };
    const reply = await client.send(call);
    if (reply.status === 409)
      throw new Failure("rejected", texts.challengeNameTaken({ kind: object.kind, namespace, name }), {
        remedy: texts.challengeNameTakenRemedy({ kind: object.kind, namespace, name }),
      });
    if (reply.status >= 300) throw failureOfReply(call, reply);
  }

  return {
    async answer(target, challenges) {
      const { host, gateway } = target;
      const plan = await planChallenge({ cache, pods, ingresses }, target, challenges);
      if ("note" in plan) return { state: "obstructed", ...plan };
      const uid = cache.get("Gateway", gateway.namespace, gateway.name)?.metadata.uid;
      const wanted = objectsFor(target, plan, uid);
      const before = known.get(host);
      const isRight = before && before.until > Date.now() && isDeepStrictEqual(before.wanted, wanted);
      if (!isRight) {
        known.delete(host);
        const standing = await foundFor(host);
        const isWanted = (each: Ours) => wanted.some((next) => isSame(each, next));
        await Promise.all(standing.filter((each) => !isWanted(each)).map(remove));
        const missing = wanted.filter((next) => !standing.some((each) => isSame(each, next)));
        await Promise.all(missing.map(create));
        known.set(host, { wanted, until: Date.now() + rightForMs });
      }
      return { state: "answering", isRedirected: plan.isRedirected };
    },
    async withdraw(host) {
      known.delete(host);
      await Promise.all((await foundFor(host)).map(remove));
    },
    async hosts() {
      const hosts = (await found(challengeLabel)).map(hostOf);
      return [...new Set(hosts.filter((host) => host !== null))];
    },
  };
}
