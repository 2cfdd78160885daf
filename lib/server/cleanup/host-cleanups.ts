import type { Unrevoked } from "@/lib/gateway/certificate/revocation";
import { brakeWindowInMs, isTooMany, pendingStates } from "@/lib/gateway/cleanup/cleanup-protocol";
import type { RecordSet } from "@/lib/gateway/model";
import type { GatewayName } from "@/lib/model/secured-hosts";
import type { Runner } from "@/lib/runner/runner";
import type { SecuredHostIndex } from "@/lib/server/walks/secured-host-index";
import type { CleanupRow, NewCleanup } from "@/lib/store/cleanups";
import { gather } from "@/lib/store/gather";
import type { Store } from "@/lib/store/open-store";
import type { NewEvent } from "@/lib/store/rows";
import { texts } from "./texts";

/** Starts, stops, undoes and confirms the removal of what walks created, by the steps of the protocol. */
export interface HostCleanups {
  /** Nobody asks for these any more, according to a complete view of the cluster: their grace period starts. */
  begin(gone: readonly NewCleanup[]): Promise<void>;
  /**
   * A user deletes this Gateway in the panel and has confirmed what goes with it, so the brake doesn't count it.
   * Returns the function that takes it back.
   */
  expectDeletion(gateway: GatewayName): () => void;
  /** Withdraws the cleanup of what is wanted again. */
  withdrawWanted(): Promise<void>;
  /** Everything stays until the host is wanted again, or somebody confirms the cleanup. Null if it is too late. */
  keep(id: string): Promise<CleanupRow | null>;
  /** A user has seen these and confirms them. Returns those that still needed a confirmation. */
  confirm(ids: readonly string[]): Promise<CleanupRow[]>;
  /** Stops this one, and all that disappeared with it. */
  brake(cleanup: CleanupRow): Promise<void>;
  isTooMany(cleanup: CleanupRow): Promise<boolean>;
}

interface Parts {
  store: Pick<Store, "cleanups" | "events">;
  index: Pick<SecuredHostIndex, "hosts" | "targetsOf">;
  runner: Pick<Runner, "queueTasks" | "retryTasks">;
  graceInMs: number;
  now: () => Date;
}

const expectsForMs = 10 * 60_000;
/** A thousand deletions come one by one, a few milliseconds apart. */
const statementsOfARush = { atMost: 500, restsInMs: 100 };

export function hostCleanups({ store, index, runner, graceInMs, now }: Parts): HostCleanups {
  const { cleanups, events } = store;
  const expected = new Map<string, number>();
  const isExpected = ({ gateway }: NewCleanup) =>
    gateway !== null && (expected.get(`${gateway.namespace}/${gateway.name}`) ?? 0) > now().getTime();

  async function brakes(cleanup: CleanupRow): Promise<boolean> {
    const around = await cleanups.around(cleanup.seenAt, brakeWindowInMs);
    return isTooMany(around, new Set(index.hosts()), cleanup.seenAt);
  }

  async function brake(cleanup: CleanupRow): Promise<void> {
    const around = await cleanups.around(cleanup.seenAt, brakeWindowInMs);
    const stopped = await cleanups.move(
      around.map(({ id }) => id),
      ["grace", "open"],
      "braked",
      now(),
    );
    const before = around.filter(({ state }) => state === "braked");
    if (stopped.length > 0) await events.add(brakeEvents(stopped, before, now()));
  }

  // What disappears at the same moment starts in one statement, and is judged together.
  const begin = gather<NewCleanup, void>(async (gone) => {
    const at = now();
    const begun = await cleanups.begin(gone, at, new Date(at.getTime() + graceInMs));
    await events.add(begun.map((cleanup) => cleanupEvent("begun", cleanup, at)));
    const confirmed = await confirmExpected(gone, begun);
    await runner.queueTasks(begun);
    await queueConfirmed(confirmed.filter(({ id }) => begun.every((row) => row.id !== id)));
    const [first] = begun;
    if (first && (await brakes(first))) await brake(first);
    return gone.map(() => undefined);
  }, statementsOfARush);

  /** @returns those that weren't confirmed before */
  async function confirmExpected(
    gone: readonly NewCleanup[],
    begun: readonly CleanupRow[],
  ): Promise<CleanupRow[]> {
    const nameOf = (namespace?: string | null, name?: string | null) => `${namespace}/${name}`;
    const expectedNow = new Set(
      gone.filter(isExpected).map(({ gateway }) => nameOf(gateway?.namespace, gateway?.name)),
    );
    if (expectedNow.size === 0) return [];
    // Another process may have noticed first.
    const rows = begun.length < gone.length ? await cleanups.pending() : begun;
    const unconfirmed = rows.filter(
      ({ virtualCluster, gateway, state, confirmedAt }) =>
        confirmedAt === null && state !== "kept" && expectedNow.has(nameOf(virtualCluster, gateway)),
    );
    return cleanups.confirm(
      unconfirmed.map(({ id }) => id),
      now(),
    );
  }

  /** Their jobs may have ended before the confirmation, or be about to end. */
  async function queueConfirmed(confirmed: readonly CleanupRow[]): Promise<void> {
    await runner.queueTasks(confirmed);
    await runner.retryTasks(confirmed.filter(({ state }) => state === "open").map(({ id }) => id));
  }

  // A thousand Gateways that come at once ask the database a few times.
  const withdrawAll = gather<void, void>(async (askers) => {
    const wanted = (await cleanups.pending()).filter((cleanup) => isWanted(index, cleanup));
    if (wanted.length > 0) {
      const ids = wanted.map(({ id }) => id);
      const withdrawn = await cleanups.move(ids, pendingStates, "withdrawn", now());
      await events.add(withdrawn.map((cleanup) => cleanupEvent("withdrawn", cleanup, now())));
    }
    return askers.map(() => undefined);
  });

  return {
    async begin(gone) {
      await Promise.all(gone.map(begin));
    },
    expectDeletion({ namespace, name }) {
      for (const [key, until] of expected) if (until < now().getTime()) expected.delete(key);
      expected.set(`${namespace}/${name}`, now().getTime() + expectsForMs);
      return () => void expected.delete(`${namespace}/${name}`);
    },
    withdrawWanted: () => withdrawAll(),
    async keep(id) {
      const [kept] = await cleanups.move([id], ["grace", "braked", "open"], "kept", now());
      if (kept) await events.add([cleanupEvent("kept", kept, now())]);
      return kept ?? null;
    },
    async confirm(ids) {
      const confirmed = await cleanups.confirm(ids, now());
      await events.add(confirmed.map((cleanup) => cleanupEvent("confirmed", cleanup, now())));
      await queueConfirmed(confirmed);
      return confirmed;
    },
    brake,
    isTooMany: brakes,
  };
}

/** Whether the cluster, as it is seen now, asks for it: its own Gateway or, if it belongs to none, any Gateway. */
function isWanted(
  index: Pick<SecuredHostIndex, "targetsOf">,
  { host, virtualCluster, gateway }: CleanupRow,
): boolean {
  const holders = index.targetsOf(host);
  // A host that gets only records needs no keys.
  if (gateway === null) return holders.some((each) => !each.recordsOnly);
  return holders.some((each) => each.gateway.namespace === virtualCluster && each.gateway.name === gateway);
}

const reasons = {
  deleted: (gateway: string) => texts.deleted({ gateway }),
  unnamed: (gateway: string) => texts.hostRemoved({ gateway }),
  missed: (gateway: string) => texts.missed({ gateway }),
  outlived: (gateway: string) => texts.outlived({ gateway }),
  record: (gateway: string) => texts.unnamedInGateway({ gateway }),
};

/** The cleanup of a host that its Gateway doesn't ask for any more. */
export function goneCleanup(
  { host, gateway }: { host: string; gateway: GatewayName },
  why: keyof typeof reasons,
  reachedBy: string | null = null,
): NewCleanup {
  const { namespace, name } = gateway;
  return {
    host,
    gateway: { namespace, name },
    payload: { reachedBy },
    reason: reasons[why](`${namespace}/${name}`),
  };
}

/** The cleanup of a host's Secrets that no Gateway names. */
export function orphanedSecrets(host: string, reachedBy: string | null): NewCleanup {
  return {
    host,
    gateway: null,
    payload: { reachedBy },
    reason: texts.unwantedSecrets,
  };
}

/** The page on which you see, undo and confirm cleanups. */
const cleanupsPath = "/cleanups";

const shownHosts = 5;

type Kind = "begun" | "withdrawn" | "kept" | "confirmed" | "done";

const words: Record<Kind, { level: NewEvent["level"]; message(cleanup: CleanupRow): string }> = {
  begun: {
    level: "warning",
    message: ({ host, reason, graceUntil }) => texts.begun({ reason, host, time: graceUntil.slice(11, 19) }),
  },
  withdrawn: { level: "info", message: ({ host }) => texts.withdrawn({ host }) },
  kept: {
    level: "info",
    message: ({ host }) => texts.kept({ host }),
  },
  confirmed: { level: "info", message: ({ host }) => texts.confirmed({ host }) },
  done: { level: "success", message: ({ host }) => texts.done({ host }) },
};

export function cleanupEvent(kind: Kind, cleanup: CleanupRow, at: Date): NewEvent {
  const { level, message } = words[kind];
  const { virtualCluster, gateway, host } = cleanup;
  return {
    at: at.toISOString(),
    level,
    type: `cleanup.${kind}`,
    message: message(cleanup),
    virtualCluster,
    gateway,
    host,
  };
}

/** The end of a cleanup that leaves records in a zone that you keep by hand: Lamia deletes nothing there. */
export function leftEvent(cleanup: CleanupRow, left: readonly RecordSet[], at: Date): NewEvent {
  const { host } = cleanup;
  const records = left.map(({ name, type, values }) => `${name} ${type} ${values.join(", ")}`).join("; ");
  return {
    ...cleanupEvent("done", cleanup, at),
    message: texts.leftByHand({ host, records }),
    notification: { title: texts.leftByHandTitle({ host }), link: cleanupsPath },
  };
}

/** A certificate that a user wanted revoked has gone with its host, and the CA didn't revoke it. */
export function unrevokedEvent(cleanup: CleanupRow, { serial, why }: Unrevoked, at: Date): NewEvent {
  const { host } = cleanup;
  return {
    ...cleanupEvent("done", cleanup, at),
    level: "error",
    type: "certificate.not-revoked",
    message: texts.notRevoked({ host, serial, why }),
    remedy: texts.revokeYourself,
    notification: { title: texts.notRevokedTitle({ host }), link: cleanupsPath },
  };
}

/**
 * One event for each virtual cluster whose hosts the brake has stopped now. If Gateways are deleted one after the
 * other, the brake stops them one after the other: only the first within ten minutes sends a notification.
 */
export function brakeEvents(
  braked: readonly CleanupRow[],
  before: readonly CleanupRow[],
  at: Date,
): NewEvent[] {
  const notified = new Set(before.map(({ virtualCluster }) => virtualCluster));
  return [...Map.groupBy(braked, ({ virtualCluster }) => virtualCluster)].map(([virtualCluster, rows]) => {
    const hosts = [...new Set(rows.map(({ host }) => host))].sort();
    const names = hosts.slice(0, shownHosts).join(", ");
    const more = hosts.length - shownHosts;
    return {
      at: at.toISOString(),
      level: "error",
      type: "cleanup.braked",
      message: more > 0 ? texts.pausedMore({ hosts: names, count: more }) : texts.paused({ hosts: names }),
      remedy: texts.confirmOrKeep,
      virtualCluster,
      ...(notified.has(virtualCluster)
        ? {}
        : { notification: { title: texts.pausedTitle, link: cleanupsPath } }),
    };
  });
}
