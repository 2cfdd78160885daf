"use client";
import { useQuery } from "@tanstack/react-query";
import { Callout } from "@/components/ui/callout";
import { statusQuery } from "@/lib/client/activity";
import { NamesList } from "./names-list";

/** Says on every page that the cluster does not answer, or not to the panel: no page can be right then. */
export function ClusterAway() {
  const { data: status } = useQuery(statusQuery());
  const { state, note, missingPermissions } = status?.cluster ?? {};
  if (state === "reconnecting")
    return (
      <Callout tone="failed" title="The cluster does not answer">
        {note} What you see is what was there before; the panel tries again by itself.
      </Callout>
    );
  if (state === "refused")
    return (
      <Callout tone="blocked" title="The cluster does not let the panel look">
        <p>{note}</p>
        {missingPermissions && missingPermissions.length > 0 ? (
          <>
            <p className="mt-1">The panel's account lacks these permissions:</p>
            <NamesList names={missingPermissions} />
          </>
        ) : null}
      </Callout>
    );
  return null;
}
