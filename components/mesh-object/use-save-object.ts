"use client";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import type { FindingView } from "@/lib/api/finding";
import type { GatewayDetails } from "@/lib/api/gateway";
import type { Draft, MeshObjectDetails } from "@/lib/api/mesh-object";
import { createGateway, saveGateway } from "@/lib/client/gateways";
import {
  createMeshObject,
  meshKinds,
  meshObjectQuery,
  saveMeshObject,
  saveObject,
} from "@/lib/client/mesh-objects";
import { reviewDraft } from "@/lib/client/review";
import type { GatewayFormInput } from "@/lib/istio/gateway/form";
import type { Kind } from "@/lib/istio/kinds";
import { gatewayAsObject } from "./gateway-as-object";
import { type SaveRequest, useSaving } from "./use-saving";

type Request = SaveRequest<MeshObjectDetails>;

/** Saves an object with rules and keeps the cache in step. */
export function useSaveObject(kind: Kind, virtualCluster: string) {
  const client = useQueryClient();
  return useSaving<MeshObjectDetails>({
    send: (request) => send(client, kind, virtualCluster, request),
    read: (answer) =>
      kind === "Gateway" ? gatewayAsObject(answer as GatewayDetails) : (answer as MeshObjectDetails),
    errorsFound: (request) => errorsFound(kind, virtualCluster, request),
  });
}

async function send(client: QueryClient, kind: Kind, virtualCluster: string, request: Request) {
  const { form, base, object, force = false, ignoreFindings = false } = request;
  const flags = { ...(force ? { force } : {}), ...(ignoreFindings ? { ignoreFindings } : {}) };
  const version = base ? { resourceVersion: base.resourceVersion } : {};
  const whole = object ? { object: { ...object }, ...version, ...flags } : null;
  if (kind === "Gateway") {
    const input = form as unknown as GatewayFormInput;
    if (whole) await saveObject(virtualCluster, whole);
    else if (base) await saveGateway(virtualCluster, input, base.resourceVersion, flags);
    else await createGateway(virtualCluster, input, flags);
    void client.invalidateQueries({ queryKey: ["gateways"] });
    return;
  }
  const saved = await (whole
    ? saveObject(virtualCluster, whole)
    : base
      ? saveMeshObject(kind, virtualCluster, form, { ...version, ...flags })
      : createMeshObject(kind, virtualCluster, form, ignoreFindings ? { ignoreFindings } : {}));
  client.setQueryData(meshObjectQuery(kind, virtualCluster, saved.name).queryKey, saved);
  void client.invalidateQueries({
    predicate: ({ queryKey: [topic, , name] }) => topic === meshKinds[kind] && name === null,
  });
}

async function errorsFound(
  kind: Kind,
  virtualCluster: string,
  { form, object }: Request,
): Promise<FindingView[]> {
  const draft: Draft = object ? { kind, object: { ...object } } : { kind, form };
  try {
    const { problems, findings } = await reviewDraft(virtualCluster, draft);
    return problems.length > 0 ? [] : findings.filter(({ severity }) => severity === "error");
  } catch {
    // The refusal itself is shown then.
    return [];
  }
}
