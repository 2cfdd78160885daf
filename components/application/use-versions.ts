"use client";
import { useMemo } from "react";
import { useBeginningOf } from "@/components/mesh-object/fields/use-choices";
import type { ApplicationView, DeploymentView } from "@/lib/api/application";
import { applicationsQuery } from "@/lib/client/applications";

/** With more than this, you type a name rather than choose one. */
const most = 500;

export interface Versions {
  applications: readonly ApplicationView[];
  versions: readonly DeploymentView[];
  /** False until the first ones have loaded. */
  isKnown: boolean;
  /** How many applications are looked at, if that isn't all of them; otherwise null. */
  limitedTo: number | null;
}

/** The applications of a virtual cluster and all their versions (up to 500 applications), kept up to date. */
export function useVersions(virtualCluster: string): Versions {
  const { items, total, isSuccess } = useBeginningOf(applicationsQuery({ virtualCluster }), most);
  const versions = useMemo(() => items.flatMap((application) => application.versions), [items]);
  const limitedTo = items.length >= most && items.length < total ? items.length : null;
  return { applications: items, versions, isKnown: isSuccess, limitedTo };
}
