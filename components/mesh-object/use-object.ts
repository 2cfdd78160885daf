"use client";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { MeshObjectDetails } from "@/lib/api/mesh-object";
import { gatewayQuery } from "@/lib/client/gateways";
import { meshObjectQuery } from "@/lib/client/mesh-objects";
import type { Kind } from "@/lib/istio/kinds";
import { gatewayAsObject } from "./gateway-as-object";

/** An object of any kind as editors take it; nothing is asked for without a name. */
export function useObject(
  kind: Kind,
  virtualCluster: string,
  name: string | undefined,
): UseQueryResult<MeshObjectDetails> {
  const isGateway = kind === "Gateway";
  const isNamed = name !== undefined;
  const gateway = useQuery({
    ...gatewayQuery(virtualCluster, name ?? ""),
    select: gatewayAsObject,
    enabled: isGateway && isNamed,
  });
  const other = useQuery({
    ...meshObjectQuery(isGateway ? "Service" : kind, virtualCluster, name ?? ""),
    enabled: !isGateway && isNamed,
  });
  return isGateway ? gateway : other;
}
