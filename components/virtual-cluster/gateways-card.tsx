"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { AllowedLink } from "@/components/access/allowed";
import { walkStyles, worstWalkState } from "@/components/gateway/state-words";
import { StatusBadge } from "@/components/ui/badge";
import { Breakable } from "@/components/ui/breakable";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { TextLink } from "@/components/ui/link";
import { SkeletonRows } from "@/components/ui/skeleton";
import { DataTable } from "@/components/ui/table/data-table";
import type { GatewayView } from "@/lib/api/gateway";
import { gatewaysQuery } from "@/lib/client/gateways";
import { gatewayPath, virtualClusterPath } from "./paths";
import { texts } from "./texts";

const shown = 6;

/** The first gateways of a virtual cluster, with the state of their Secured Hosts. */
export function GatewaysCard({ virtualCluster }: { virtualCluster: string }) {
  const query = useInfiniteQuery(gatewaysQuery({ virtualCluster }));
  const first = query.data?.pages[0];
  return (
    <Card
      title={texts.gateways}
      flush
      actions={
        <>
          {first && first.total > 0 ? (
            <TextLink href={virtualClusterPath(virtualCluster, "gateways")}>
              {first.total > shown ? texts.allOfGateways({ count: first.total }) : texts.allGateways}
            </TextLink>
          ) : null}
          <AllowedLink
            needs={["editor", virtualCluster, "Gateway"]}
            size="sm"
            href={virtualClusterPath(virtualCluster, "gateways/new")}
            icon={<Plus aria-hidden />}
          >
            {texts.createGateway}
          </AllowedLink>
        </>
      }
    >
      {first ? (
        first.total === 0 ? (
          <p className="px-4 py-8 text-center text-muted text-sm">{texts.noGatewaysHelp}</p>
        ) : (
          <DataTable
            label={texts.gatewaysOf({ virtualCluster })}
            rows={first.items.slice(0, shown)}
            keyOf={({ name }) => name}
            hrefOf={({ name }) => gatewayPath(virtualCluster, name)}
            columns={[
              {
                id: "name",
                header: texts.name,
                cell: ({ name }) => (
                  <span className="font-mono text-[0.8125rem]">
                    <Breakable text={name} />
                  </span>
                ),
              },
              {
                id: "hosts",
                header: texts.securedHosts,
                cell: ({ securedHosts }) =>
                  securedHosts.length === 0 ? (
                    <span className="text-subtle">{texts.none}</span>
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
              {
                id: "state",
                header: texts.state,
                cell: (row) => <GatewayState gateway={row} />,
                width: "8rem",
              },
            ]}
          />
        )
      ) : query.isError ? (
        <ErrorState
          title={texts.gatewaysFailed}
          message={query.error.message}
          onRetry={() => void query.refetch()}
          headingLevel={3}
        />
      ) : (
        <SkeletonRows rows={2} label={texts.loadingGateways} />
      )}
    </Card>
  );
}

function GatewayState({ gateway }: { gateway: GatewayView }) {
  const state = worstWalkState(gateway.securedHosts);
  if (state === null) return <span className="text-subtle">{texts.noSecuredHost}</span>;
  return <StatusBadge state={walkStyles[state].state}>{walkStyles[state].label}</StatusBadge>;
}
