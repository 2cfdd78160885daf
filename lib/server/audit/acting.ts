import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import type { KubernetesObject } from "@/lib/model/object";
import type { ActorKind } from "@/lib/store/audit/chain";
import type { Identity } from "../access/identity";
import { clientHeader } from "../http/sign-in-throttle";
import { texts } from "./texts";

export interface Actor {
  kind: ActorKind;
  id: string | null;
  /** As people know it. */
  name: string;
}

/** Whose act the runner follows. */
export interface Cause {
  actor: string;
  action: string;
  at: string;
}

/**
 * Who acts, from where, and why. It belongs to everything that a request, a visit, or a task does, however deep in the
 * code, so that whoever writes to the cluster doesn't have to be told.
 */
export interface Acting {
  actor: Actor;
  address: string | null;
  requestId: string | null;
  /** Asked once, when there is something to record. */
  cause: (() => Promise<Cause | null>) | null;
  /** Versioned objects as this act has read them, by their place. */
  seen: Map<string, KubernetesObject>;
  /** What an operation adds to the entry of its act. */
  notes: Record<string, unknown>;
  /** What the act has turned out to be, in place of what the operation says. */
  action: string | null;
}

const current = new AsyncLocalStorage<Acting>();

/** Lamia itself, without a reason that is known. */
const ownActor: Actor = { kind: "runner", id: null, name: "Lamia" };

export function actAs<Result>(acting: Acting, work: () => Result): Result {
  return current.run(acting, work);
}

export function actingNow(): Acting {
  return current.getStore() ?? newActing(ownActor);
}

/** Whatever `work` does is Lamia's own doing, for the cause that is given. */
export function asRunner<Result>(cause: Acting["cause"], work: () => Result): Result {
  let asked: Promise<Cause | null> | undefined;
  const once = cause && (() => (asked ??= cause()));
  return current.run({ ...newActing(ownActor), cause: once }, work);
}

/** For the entry of the current act: never a secret. */
export function note(notes: Record<string, unknown>): void {
  Object.assign(actingNow().notes, notes);
}

/** From now on the current act is that of whoever has just signed in. */
export function becomeActor(actor: Actor): void {
  actingNow().actor = actor;
}

/** From now on, this is what the current act is called. */
export function becomeAct(action: string): void {
  actingNow().action = action;
}

export function actingOf(identity: Identity | null, request: Request): Acting {
  const address = request.headers.get(clientHeader) || null;
  return { ...newActing(actorOf(identity)), address, requestId: randomUUID() };
}

export function actorOf(identity: Identity | null): Actor {
  if (!identity) return { kind: "stranger", id: null, name: texts.stranger };
  const { kind, user, apiToken } = identity;
  if (kind === "installation-token") return installationToken;
  if (!user) return { kind: "anyone", id: null, name: texts.anyone };
  return { kind, id: apiToken ? `${user.id} ${apiToken.id}` : user.id, name: user.email };
}

export const installationToken: Actor = {
  kind: "installation-token",
  id: null,
  name: texts.installationToken,
};

function newActing(actor: Actor): Acting {
  return { actor, address: null, requestId: null, cause: null, seen: new Map(), notes: {}, action: null };
}
