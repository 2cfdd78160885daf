"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { walkStyles, worstWalkState } from "@/components/gateway/state-words";
import { StatusBadge } from "@/components/ui/badge";
import { Breakable } from "@/components/ui/breakable";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { LinkButton, TextLink } from "@/components/ui/link";
import { SkeletonRows } from "@/components/ui/skeleton";
import { DataTable } from "@/components/ui/table/data-table";
import type { GatewayView } from "@/lib/api/gateway";
import { gatewaysQuery } from "@/lib/client/gateways";
import { gatewayPath, virtualClusterPath } from "./paths";

const shown = 6;

/** The first gateways of a virtual cluster, with the state of their Secured Hosts. */
export function GatewaysCard({ virtualCluster }: { virtualCluster: string }) {
  const query = useInfiniteQuery(gatewaysQuery({ virtualCluster }));
  const first = query.data?.pages[0];
  return (
    <Card
      title="Gateways"
      flush
      actions={
        <>
          {first && first.total > 0 ? (
            <TextLink href={virtualClusterPath(virtualCluster, "gateways")}>
              {first.total > shown ? `All ${first.total} gateways` : "All gateways"}
            </TextLink>
          ) : null}
          <LinkButton
            size="sm"
            href={virtualClusterPath(virtualCluster, "gateways/new")}
            icon={<Plus aria-hidden />}
          >
            Create a gateway
          </LinkButton>
        </>
      }
    >
      {first ? (
        first.total === 0 ? (
          <p className="px-4 py-8 text-center text-muted text-sm">
            None yet. A gateway opens a port to the world; give it a Secured Host, and it gets DNS and a
            certificate.
          </p>
        ) : (
          <DataTable
            label={`Gateways of ${virtualCluster}`}
            rows={first.items.slice(0, shown)}
            keyOf={({ name }) => name}
            hrefOf={({ name }) => gatewayPath(virtualCluster, name)}
            columns={[
              {
                id: "name",
                header: "Name",
                cell: ({ name }) => (
                  <span className="font-mono text-[0.8125rem]">
                    <Breakable text={name} />
                  </span>
                ),
              },
              {
                id: "hosts",
                header: "Secured Hosts",
                cell: ({ securedHosts }) =>
                  securedHosts.length === 0 ? (
                    <span className="text-subtle">none</span>
                  ) : (
                    <ul className="font-mono text-[0.8125rem]">
                      {securedHosts.map(({ host, port }) => (
                        <li key={`${port}=${host}`}>
                          <Breakable text={host} />
                        </li>
                      ))}
                    </ul>
                  ),
              },
              { id: "state", header: "State", cell: (row) => <GatewayState gateway={row} />, width: "8rem" },
            ]}
          />
        )
      ) : query.isError ? (
        <ErrorState
          title="The gateways could not be read"
          message={query.error.message}
          onRetry={() => void query.refetch()}
          headingLevel={3}
        />
      ) : (
        <SkeletonRows rows={2} label="Loading gateways" />
      )}
    </Card>
  );
}

function GatewayState({ gateway }: { gateway: GatewayView }) {
  const state = worstWalkState(gateway.securedHosts);
  if (state === null) return <span className="text-subtle">no Secured Host</span>;
  return <StatusBadge state={walkStyles[state].state}>{walkStyles[state].label}</StatusBadge>;
}
