"use client";
import { useQuery } from "@tanstack/react-query";
import { FoldVertical as Fold, Network, UnfoldVertical as Unfold } from "lucide-react";
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo, useSyncExternalStore } from "react";
import { AllowedLink } from "@/components/access/allowed";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import { ErrorState } from "@/components/ui/error-state";
import { LinkButton } from "@/components/ui/link";
import { Callout, EmptyState } from "@/components/ui/notices";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import type { RoutesMap } from "@/lib/api/map";
import { mapQuery } from "@/lib/client/overview";
import { collapsed } from "./collapse";
import { MapOutline } from "./map-outline";
import { MapFilters, MapLegend } from "./map-tools";
import { texts } from "./texts";

const MapCanvas = deferred(
  () => import("./map-canvas").then((module) => module.MapCanvas),
  () => <Skeleton className="h-full w-full rounded-t-none rounded-b-xl" />,
);

const filters = {
  vc: parseAsString.withDefault(""),
  gateway: parseAsString.withDefault(""),
  view: parseAsStringLiteral(["picture", "list"]),
  collapsed: parseAsBoolean.withDefault(false),
};

/** The map of a virtual cluster, or of all, as picture or list; its filters are query parameters. */
export function RoutesMapBoard({ virtualCluster }: { virtualCluster?: string }) {
  const [{ vc, gateway, view, collapsed: isCollapsed }, setFilters] = useQueryStates(filters);
  const wide = useWide();
  const cluster = virtualCluster ?? vc;
  const query = useQuery(mapQuery(cluster || undefined, gateway || undefined));
  const map = query.data;
  const clusters = new Set(map?.nodes.flatMap(({ virtualCluster: home }) => home ?? []));
  const canCollapse = cluster === "" && clusters.size > 0;
  const picture = useMemo(
    () => (map && isCollapsed && cluster === "" ? collapsed(map) : map),
    [map, isCollapsed, cluster],
  );
  const label = gateway
    ? texts.routesOf({ name: gateway })
    : cluster
      ? texts.routesOf({ name: cluster })
      : texts.routes;

  return (
    <>
      <MapFilters
        fixed={virtualCluster !== undefined}
        virtualCluster={cluster}
        gateway={gateway}
        onVirtualCluster={(next) => void setFilters({ vc: next || null, gateway: null })}
        onGateway={(next) => void setFilters({ gateway: next || null })}
      />
      {query.isError && !map ? (
        <Card>
          <ErrorState
            title={texts.failed}
            message={query.error.message}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          />
        </Card>
      ) : !map ? (
        <Card flush>
          <SkeletonRows rows={8} label={texts.loading} />
        </Card>
      ) : map.nodes.length === 0 ? (
        <Card>
          <MapEmpty virtualCluster={cluster} gateway={gateway} />
        </Card>
      ) : (
        <>
          {map.leftOut > 0 ? (
            <Callout title={texts.leftOutTitle}>{texts.leftOut({ count: map.leftOut })}</Callout>
          ) : null}
          <Tabs
            label={texts.view}
            value={view ?? (wide ? "picture" : "list")}
            onValueChange={(next) => void setFilters({ view: next === "list" ? "list" : "picture" })}
            tabs={[
              {
                id: "picture",
                label: texts.picture,
                content: (
                  <div className="grid gap-3">
                    <Card flush className="overflow-hidden">
                      <div style={{ height: `clamp(24rem, ${tallestIn(picture ?? map)}px, 100dvh - 19rem)` }}>
                        <MapCanvas
                          key={`${label} ${isCollapsed}`}
                          map={picture ?? map}
                          label={label}
                          tools={
                            canCollapse ? (
                              <Button
                                size="sm"
                                aria-pressed={isCollapsed}
                                icon={isCollapsed ? <Unfold aria-hidden /> : <Fold aria-hidden />}
                                onClick={() => void setFilters({ collapsed: isCollapsed ? null : true })}
                              >
                                {texts.collapse}
                              </Button>
                            ) : null
                          }
                        />
                      </div>
                    </Card>
                    <MapLegend />
                  </div>
                ),
              },
              {
                id: "list",
                label: texts.list,
                content: (
                  <Card flush>
                    <MapOutline map={map} label={label} />
                  </Card>
                ),
              },
            ]}
          />
        </>
      )}
    </>
  );
}

/** The approximate size of the picture, known before its layout loads, so that nothing jumps. */
function tallestIn({ nodes }: Pick<RoutesMap, "nodes">): number {
  const counts = Map.groupBy(nodes, ({ kind }) => kind).values();
  return 260 + 84 * Math.max(...[...counts].map(({ length }) => length));
}

/** Replaces an empty map: what it would show, and how to create the first route. */
export function MapEmpty({ virtualCluster, gateway }: { virtualCluster: string; gateway: string }) {
  const where = gateway ? texts.theGateway({ name: gateway }) : virtualCluster || texts.theCluster;
  return (
    <EmptyState
      icon={<Network aria-hidden />}
      title={texts.noneTitle({ where })}
      description={texts.noneHelp}
      actions={
        virtualCluster ? (
          <>
            <AllowedLink
              needs={["editor", virtualCluster, "VirtualService"]}
              href={`/virtual-clusters/${encodeURIComponent(virtualCluster)}/virtual-services/new`}
            >
              {texts.createVirtualService}
            </AllowedLink>
            <AllowedLink
              needs={["editor", virtualCluster, "Gateway"]}
              variant="primary"
              href={`/virtual-clusters/${encodeURIComponent(virtualCluster)}/gateways/new`}
            >
              {texts.createGateway}
            </AllowedLink>
          </>
        ) : (
          <LinkButton variant="primary" href="/virtual-clusters">
            {texts.choose}
          </LinkButton>
        )
      }
    />
  );
}

const query = "(min-width: 40rem)";

function subscribe(listener: () => void): () => void {
  const media = matchMedia(query);
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
}

/** Whether there is space for a picture; phones get the list, and load nothing for the picture. */
export function useWide(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(query).matches,
    () => false,
  );
}
