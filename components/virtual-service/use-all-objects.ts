"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import type { MeshObject } from "@/lib/api/mesh-object";
import { type MeshKind, meshObjectsQuery } from "@/lib/client/mesh-objects";

/** A choice from more than these is made by typing the name. */
const most = 500;

/** The objects of a kind in a virtual cluster, page after page up to 500, for a choice. */
export function useAllObjects<Form>(kind: MeshKind, virtualCluster: string) {
  const { data, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery(
    meshObjectsQuery<Form>(kind, { virtualCluster }),
  );
  const objects = useMemo<MeshObject<Form>[]>(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const isMore = hasNextPage && objects.length < most;
  useEffect(() => {
    if (isMore && !isFetching) void fetchNextPage();
  }, [isMore, isFetching, fetchNextPage]);
  return objects;
}
