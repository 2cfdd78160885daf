"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { MeshObject } from "@/lib/api/mesh-object";
import { type MeshFilter, type MeshKind, meshObjectsQuery } from "@/lib/client/mesh-objects";
import { useDeletions } from "./deletions";
import { deletionKey } from "./use-delete-object";

/** The rows of a list as far as they are loaded, without those that were just deleted. */
export function useObjectRows<Form>(kind: MeshKind, filter: MeshFilter) {
  const query = useInfiniteQuery(meshObjectsQuery<Form>(kind, filter));
  const hidden = useDeletions();
  const { data } = query;
  const rows = useMemo(() => {
    const all: MeshObject<Form>[] = data?.pages.flatMap((page) => page.items) ?? [];
    return hidden.size === 0
      ? all
      : all.filter(({ virtualCluster, name }) => !hidden.has(deletionKey(kind, virtualCluster, name)));
  }, [data, hidden, kind]);
  const total = Math.max(rows.length, data?.pages.at(-1)?.total ?? 0);
  return { query, rows, total };
}
