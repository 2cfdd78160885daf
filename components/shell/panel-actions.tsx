"use client";
import { useQuery } from "@tanstack/react-query";
import { deferred } from "@/components/ui/deferred";
import { signOut, statusQuery } from "@/lib/client/activity";
import { liveStateOf } from "./live-state";
import { ShellActions } from "./shell-actions";
import { useBell } from "./use-bell";
import { useLive } from "./use-live";
import { useSearchObjects } from "./use-search-objects";

const PanelCommands = deferred(
  () => import("./panel-commands").then((module) => module.PanelCommands),
  () => null,
);

/** The top bar's actions, tied to the API: stream of changes, bell, search, sign-out. */
export function PanelActions() {
  const stream = useLive();
  const searchObjects = useSearchObjects();
  const { data: status } = useQuery(statusQuery());
  return (
    <>
      <PanelCommands />
      <ShellActions
        live={liveStateOf(stream, status?.cluster.state)}
        {...useBell()}
        searchObjects={searchObjects}
        userName="Signed in by API token"
        onSignOut={status?.signInNeeded ? leave : undefined}
      />
    </>
  );
}

async function leave() {
  await signOut().catch(() => undefined);
  window.location.assign("/sign-in");
}
