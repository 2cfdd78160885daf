import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type TrialKey, tryOrder } from "@/lib/gateway/certificate/trial";
import { removeChallenges } from "@/lib/gateway/dns/challenge-records";
import { asFailure, Failure } from "@/lib/gateway/failure";
import type { DelegationFact } from "@/lib/gateway/steps/delegation";
import type { World } from "@/lib/gateway/world";
import { certificateInfo } from "@/lib/kubernetes/vault/certificate-info";
import { isPair, newKeyPem, signingRequest } from "@/lib/kubernetes/vault/key-pair";
import { keyOf, type SecuredHost } from "@/lib/model/secured-hosts";
import type { DoTask } from "@/lib/runner/task";
import { texts } from "@/lib/server/texts";
import type { Store } from "@/lib/store/open-store";
import type { LiveWalks } from "./live-walks";
import type { SecuredHostIndex } from "./secured-host-index";
import type { Worlds } from "./worlds";

/** “Try on staging”: a durable task for each host, so that any worker can run it, and its challenges never stay behind. */
export const trialTaskKind = "staging-trial";

const payloadSchema = z.object({
  virtualCluster: z.string(),
  gateway: z.string(),
  host: z.string(),
  /** The staging CA's name. */
  ca: z.string(),
  startedAt: z.iso.datetime(),
  /** A process has started it: if that isn't this one, its key is lost. */
  isBegun: z.boolean(),
  /** What has to be removed from DNS afterwards. */
  challenges: z.array(z.object({ name: z.string(), value: z.string() })),
  note: z.string().nullable(),
  result: z
    .object({ issuer: z.string().nullable(), message: z.string(), remedy: z.string().nullable() })
    .nullable(),
});
export type TrialPayload = z.infer<typeof payloadSchema>;

export function trialOf(payload: unknown): TrialPayload | null {
  return payloadSchema.safeParse(payload).data ?? null;
}

export function newTrial(about: Pick<TrialPayload, "virtualCluster" | "gateway" | "host" | "ca">, at: Date) {
  const empty = { isBegun: false, challenges: [], note: null, result: null };
  return { ...about, ...empty, startedAt: at.toISOString() } satisfies TrialPayload;
}

interface Parts {
  store: Pick<Store, "tasks">;
  index: Pick<SecuredHostIndex, "targetsOf">;
  live: Pick<LiveWalks, "get">;
  worlds: Pick<Worlds, "worldFor" | "stagingFor">;
}

const longestInMs = 10 * 60_000;
const shortestWaitInMs = 200;
const longestWaitInMs = 5_000;

export function tryOnStaging({ store, index, live, worlds }: Parts): DoTask {
  return async (task, signal) => {
    let trial = trialOf(task.payload);
    if (!trial) return { state: "refused", problem: texts.trialUnreadable };
    const save = async (change: Partial<TrialPayload>) => {
      trial = { ...(trial as TrialPayload), ...change };
      await store.tasks.add({ kind: trialTaskKind, subject: task.subject, payload: trial }, new Date());
    };
    const world = await worlds.worldFor(trial.virtualCluster, {
      host: trial.host,
      wish: targetOf({ index }, trial)?.dnsWish,
    });
    const wasBegun = trial.isBegun;
    if (!trial.result) {
      const result = await (wasBegun ? Promise.reject(interrupted()) : run()).then(
        ({ issuer, notAfter }) => ({
          issuer,
          message: texts.trialWorked({ issuer, date: notAfter.slice(0, 10) }),
          remedy: null,
        }),
        (thrown: unknown) => {
          if (signal.aborted) return null;
          const { message, remedy } = asFailure(thrown);
          return { issuer: null, message, remedy: remedy ?? null };
        },
      );
      // Whoever continues removes the challenges.
      if (!result) return { state: "wait", at: new Date() };
      await save({ result });
    }
    await removeChallenges(world, trial.challenges);
    return { state: "done" };

    async function run() {
      const { virtualCluster, gateway, host, startedAt } = trial as TrialPayload;
      const problem = trialProblem(world);
      if (problem !== null) throw new Failure("unconfigured", problem);
      const ca = await worlds.stagingFor(virtualCluster);
      const ready = readyFor({ index, live }, { virtualCluster, gateway, host });
      if (!ca || !ready) throw new Failure("unconfigured", texts.trialNotReady({ host }));
      await save({ isBegun: true });
      const deadline = Date.parse(startedAt) + longestInMs;
      let waits = 0;
      return tryOrder(
        {
          ...ready,
          ca,
          holder: virtualCluster,
          newKey: trialKey,
          onChallenges: (challenges) => save({ challenges: [...challenges] }),
          async wait(note, pollAt) {
            if (Date.now() > deadline) throw new Failure("unreachable", texts.trialTooLong({ note }));
            if (note !== trial?.note) await save({ note });
            waits += 1;
            const wanted = pollAt ? pollAt.getTime() - Date.now() : shortestWaitInMs * waits;
            const waitInMs = Math.min(longestWaitInMs, Math.max(shortestWaitInMs, wanted));
            await sleep(waitInMs, undefined, { signal });
          },
        },
        world,
      );
    }
  };
}

/**
 * Why orders can't be tried here; null if they can. A trial by HTTP would need objects in the cluster that a renewal of the
 * host also needs, and, if port 80 redirects to HTTPS, a published certificate.
 */
export function trialProblem({ challengeType, dns }: Pick<World, "challengeType" | "dns">): string | null {
  if (challengeType === "http-01") return texts.noTrialByHttp;
  return dns.byHand ? texts.noTrialByHand : null;
}

function interrupted(): Failure {
  return new Failure("unreachable", texts.trialInterrupted, { remedy: texts.tryAgain });
}

/** The host's zone, if its walk has found it to be delegated and its own; otherwise null. */
export function readyFor(
  { index, live }: Pick<Parts, "index" | "live">,
  { virtualCluster, gateway, host }: Pick<TrialPayload, "virtualCluster" | "gateway" | "host">,
): { target: SecuredHost; zone: DelegationFact["zone"] } | null {
  const target = targetOf({ index }, { virtualCluster, gateway, host });
  const report =
    target &&
    live.get(keyOf(target))?.reports.find(({ step, state }) => step === "delegation" && state === "done");
  const zone = (report?.fact as DelegationFact | undefined)?.zone;
  return target && zone?.owner.namespace === virtualCluster ? { target, zone } : null;
}

/** The Secured Host that is tried; undefined if its Gateway no longer names it. */
export function targetOf(
  { index }: Pick<Parts, "index">,
  { virtualCluster, gateway, host }: Pick<TrialPayload, "virtualCluster" | "gateway" | "host">,
): SecuredHost | undefined {
  return index
    .targetsOf(host)
    .find((each) => each.gateway.namespace === virtualCluster && each.gateway.name === gateway);
}

async function trialKey(names: readonly string[]): Promise<TrialKey> {
  const keyPem = await newKeyPem();
  return {
    csr: await signingRequest(keyPem, names),
    accept(chain) {
      const info = certificateInfo(chain);
      if (info && isPair(chain, keyPem) && names.every((name) => info.names.includes(name))) return info;
      throw new Failure("rejected", texts.trialOtherCertificate);
    },
  };
}
