"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { showToast } from "@/components/ui/overlay/toast";
import { goLive, type LiveState } from "@/lib/client/live";

/**
 * Opens the stream of changes for as long as the shell stands; new notifications are also said in the
 * corner.
 */
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
      // Told again because somebody has read it, here or in another window.
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
