"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import type { ApplicationView, DeploymentView } from "@/lib/api/application";
import { applicationsQuery } from "@/lib/client/applications";

/** With more than this, you type a name rather than choose one. */
const most = 500;

export interface Versions {
  applications: readonly ApplicationView[];
  versions: readonly DeploymentView[];
  /** False until the first ones have loaded. */
  isKnown: boolean;
}

/** The applications of a virtual cluster and all their versions (up to 500 applications), kept up to date. */
export function useVersions(virtualCluster: string): Versions {
  const { data, hasNextPage, isFetching, fetchNextPage, isSuccess } = useInfiniteQuery(
    applicationsQuery({ virtualCluster }),
  );
  const applications = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const versions = useMemo(() => applications.flatMap((application) => application.versions), [applications]);
  const isMore = hasNextPage && applications.length < most;
  useEffect(() => {
    if (isMore && !isFetching) void fetchNextPage();
  }, [isMore, isFetching, fetchNextPage]);
  return { applications, versions, isKnown: isSuccess };
}
