"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { cn } from "@/components/ui/cn";
import { showToast } from "@/components/ui/overlay/toast";
import type { Status } from "@/lib/api/stream";
import { goLive, type LiveState } from "@/lib/client/live";
import { actionTexts as texts } from "./action-texts";

const looks = {
  live: { label: texts.live, hint: texts.liveHelp, dot: "bg-done-solid" },
  connecting: {
    label: texts.connecting,
    hint: texts.connectingHelp,
    dot: "bg-waiting-solid",
  },
  reconnecting: {
    label: texts.reconnecting,
    hint: texts.reconnectingHelp,
    dot: "bg-failed-solid",
  },
  partial: {
    label: texts.partial,
    hint: texts.partialHelp,
    dot: "bg-waiting-solid",
  },
  away: {
    label: texts.away,
    hint: texts.awayHelp,
    dot: "bg-failed-solid",
  },
} as const satisfies Record<Freshness, { label: string; hint: string; dot: string }>;

/**
 * Whether changes still arrive, from the panel and from the cluster. Screen readers announce when that is lost and
 * when it is back.
 */
export function LiveIndicator({ state }: { state: Freshness }) {
  const look = looks[state];
  return (
    <span
      role="status"
      title={look.hint}
      className="mr-2 inline-flex items-center gap-1.5 text-subtle text-xs"
    >
      <span
        aria-hidden
        className={cn("size-1.5 rounded-full", look.dot, state === "connecting" && "animate-breathe")}
      />
      <span className="max-sm:sr-only">{look.label}</span>
    </span>
  );
}

/** Opens the stream of changes while the shell is mounted; shows new notifications as toasts too. */
export function useLive(): LiveState {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>("connecting");
  useEffect(() => {
    const live = goLive(client);
    const update = () => setState(live.state());
    const stopState = live.subscribe(update);
    const stopMessages = live.onMessage((message) => {
      if (message.type !== "notification") return;
      const { id, level, title, body, readAt } = message.notification;
      // Sent again because somebody has read it, here or in another window.
      if (readAt !== null) return;
      showToast({ id, tone: level, title, description: body });
    });
    update();
    return () => {
      stopState();
      stopMessages();
      live.close();
    };
  }, [client]);
  return state;
}

/**
 * How fresh the pages are, for the header. An open stream carries nothing from a cluster that the panel doesn't
 * see; until that is known, it says nothing.
 */
export function liveStateOf(
  stream: "connecting" | "live" | "reconnecting",
  cluster: Status["cluster"]["state"] | undefined,
): Freshness {
  if (stream !== "live") return stream;
  if (cluster === undefined) return "connecting";
  if (cluster === "connected") return "live";
  return cluster === "partial" ? "partial" : "away";
}

export type Freshness = "live" | "connecting" | "reconnecting" | "partial" | "away";
