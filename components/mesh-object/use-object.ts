"use client";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { deploymentQuery } from "@/lib/client/applications";
import { gatewayQuery } from "@/lib/client/gateways";
import { meshObjectQuery } from "@/lib/client/mesh-objects";
import type { Kind } from "@/lib/istio/kinds";
import type { EditorBase } from "./editor-base";
import { gatewayAsObject } from "./gateway-as-object";

/** An object of any kind as editors take it; nothing is asked for without a name. */
export function useObject(
  kind: Kind,
  virtualCluster: string,
  name: string | undefined,
): UseQueryResult<EditorBase> {
  const isNamed = name !== undefined;
  const isPlain = kind !== "Gateway" && kind !== "Deployment";
  const gateway = useQuery({
    ...gatewayQuery(virtualCluster, name ?? ""),
    select: gatewayAsObject,
    enabled: kind === "Gateway" && isNamed,
  });
  const deployment = useQuery({
    ...deploymentQuery(virtualCluster, name ?? ""),
    enabled: kind === "Deployment" && isNamed,
  });
  const plain = useQuery({
    ...meshObjectQuery(isPlain ? kind : "Service", virtualCluster, name ?? ""),
    enabled: isPlain && isNamed,
  });
  return isPlain ? plain : kind === "Gateway" ? gateway : deployment;
}
