import type { GatewayName } from "@/lib/model/secured-hosts";
import type { CleanupRow, NewCleanup } from "@/lib/store/cleanups";
import type { NewEvent } from "@/lib/store/rows";

const reasons = {
  deleted: (gateway: string) => `The Gateway ${gateway} was deleted.`,
  unnamed: (gateway: string) => `The Gateway ${gateway} no longer names this host.`,
  missed: (gateway: string) =>
    `The Gateway ${gateway} went, or gave up this host, while Lamia was not looking.`,
  record: (gateway: string) =>
    `A record is marked for the Gateway ${gateway}, which does not name this host.`,
};

/** The cleanup of a host that its Gateway does not ask for any more. */
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

/** The cleanup of Secrets of a host that no Gateway names. */
export function orphanedSecrets(host: string, reachedBy: string | null): NewCleanup {
  return {
    host,
    gateway: null,
    payload: { reachedBy },
    reason: "Lamia holds Secrets of this host, and no Gateway names it.",
  };
}

/** The page on which cleanups are seen, undone and confirmed. */
const cleanupsPath = "/cleanups";

const shownHosts = 5;

type Kind = "begun" | "withdrawn" | "kept" | "confirmed" | "done";

const words: Record<Kind, { level: NewEvent["level"]; message(cleanup: CleanupRow): string }> = {
  begun: {
    level: "warning",
    message: ({ host, reason, graceUntil }) =>
      `${reason} The records and Secrets of ${host} are removed at ${graceUntil.slice(11, 19)} UTC unless it comes back or you keep them.`,
  },
  withdrawn: { level: "info", message: ({ host }) => `${host} is wanted again: its cleanup was called off.` },
  kept: {
    level: "info",
    message: ({ host }) => `The records and Secrets of ${host} were kept; nothing looks after them.`,
  },
  confirmed: { level: "info", message: ({ host }) => `The cleanup of ${host} was confirmed.` },
  done: { level: "success", message: ({ host }) => `The records and Secrets of ${host} were removed.` },
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

/**
 * One event for each virtual cluster whose hosts the brake has stopped now. Gateways that are deleted one after the
 * other are stopped one after the other: the bell rings once, for the first of those of ten minutes.
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
    const more = hosts.length > shownHosts ? ` and ${hosts.length - shownHosts} more` : "";
    return {
      at: at.toISOString(),
      level: "error",
      type: "cleanup.braked",
      message: `Many hosts went within ten minutes, so nothing of theirs is removed yet: ${names}${more}.`,
      remedy: "Confirm the removal on the page Cleanups, or keep what there is.",
      virtualCluster,
      ...(notified.has(virtualCluster)
        ? {}
        : { notification: { title: "Many hosts went: their cleanup waits for you", link: cleanupsPath } }),
    };
  });
}
