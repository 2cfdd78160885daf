"use client";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { GatewayDetails } from "@/lib/api/gateway";
import type { MeshObjectDetails } from "@/lib/api/mesh-object";
import { deploymentQuery } from "@/lib/client/applications";
import { gatewayQuery } from "@/lib/client/gateways";
import { meshObjectQuery } from "@/lib/client/mesh-objects";
import type { Kind } from "@/lib/istio/kinds";

/** What an editor needs of an existing object of any kind; a Gateway and a Deployment have more. */
export type EditorBase = Pick<
  MeshObjectDetails,
  "name" | "virtualCluster" | "form" | "object" | "owners" | "resourceVersion"
>;

/** A form that the schema has accepted: it has a name, whatever else the kind has. */
export type ReadForm = { name: string };

/** Without the walks, which change even when nobody edits the gateway. */
function withoutWalks({
  name,
  virtualCluster,
  form,
  object,
  owners,
  resourceVersion,
}: GatewayDetails): EditorBase {
  return { name, virtualCluster, form, object, owners, resourceVersion };
}

/** An object of any kind for editors; requests nothing without a name. */
export function useObject(
  kind: Kind,
  virtualCluster: string,
  name: string | undefined,
): UseQueryResult<EditorBase> {
  const isNamed = name !== undefined;
  const isPlain = kind !== "Gateway" && kind !== "Deployment";
  const gateway = useQuery({
    ...gatewayQuery(virtualCluster, name ?? ""),
    select: withoutWalks,
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
