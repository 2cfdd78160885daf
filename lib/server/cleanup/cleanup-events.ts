import type { GatewayName } from "@/lib/model/secured-hosts";
import type { CleanupRow, NewCleanup } from "@/lib/store/cleanups";
import type { NewEvent } from "@/lib/store/rows";
import { texts } from "./texts";

const reasons = {
  deleted: (gateway: string) => texts.deleted({ gateway }),
  unnamed: (gateway: string) => texts.hostRemoved({ gateway }),
  missed: (gateway: string) => texts.missed({ gateway }),
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
