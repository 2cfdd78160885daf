"use client";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import type { FindingView } from "@/lib/api/finding";
import type { GatewayDetails } from "@/lib/api/gateway";
import type { Draft } from "@/lib/api/mesh-object";
import { createDeployment, deploymentQuery, saveDeployment } from "@/lib/client/applications";
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
import type { EditorBase } from "./editor-base";
import { gatewayAsObject } from "./gateway-as-object";
import { type SaveRequest, useSaving } from "./use-saving";

/** Saves an object of any kind and keeps the cache in step. */
export function useSaveObject(kind: Kind, virtualCluster: string) {
  const client = useQueryClient();
  return useSaving({
    send: (request) => send(client, kind, virtualCluster, request),
    read: (answer) =>
      kind === "Gateway" ? gatewayAsObject(answer as GatewayDetails) : (answer as EditorBase),
    errorsFound: (request) => errorsFound(kind, virtualCluster, request),
  });
}

async function send(client: QueryClient, kind: Kind, virtualCluster: string, request: SaveRequest) {
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
  if (kind === "Deployment") {
    if (whole) await saveObject(virtualCluster, whole);
    else {
      const saved = base
        ? await saveDeployment(virtualCluster, form, { ...version, ...flags })
        : await createDeployment(virtualCluster, form);
      client.setQueryData(deploymentQuery(virtualCluster, saved.name).queryKey, saved);
    }
    void client.invalidateQueries({ queryKey: ["applications"] });
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
  { form, base, object }: SaveRequest,
): Promise<FindingView[]> {
  const isNew = base === null;
  const draft: Draft = object ? { kind, isNew, object: { ...object } } : { kind, isNew, form };
  try {
    const { problems, findings } = await reviewDraft(virtualCluster, draft);
    return problems.length > 0 ? [] : findings.filter(({ severity }) => severity === "error");
  } catch {
    // The refusal itself is shown then.
    return [];
  }
}
