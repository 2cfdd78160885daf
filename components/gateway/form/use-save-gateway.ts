"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type SaveRequest, useSaving } from "@/components/mesh-object/use-saving";
import { createGateway, gatewayQuery, saveGateway } from "@/lib/client/gateways";
import { saveObject } from "@/lib/client/mesh-objects";
import type { GatewayFormInput } from "@/lib/istio/gateway/form";
import { objectDetails } from "./object-details";

/** Saves a gateway and keeps the cache in step. `onSaved` is called once it stands. */
export function useSaveGateway(virtualCluster: string, onSaved: (name: string, isNew: boolean) => void) {
  const client = useQueryClient();
  return useSaving({
    kind: "Gateway",
    virtualCluster,
    async send(request) {
      await write(virtualCluster, request);
      void client.invalidateQueries({ queryKey: ["gateways"] });
      onSaved(request.form.name, request.base === null);
    },
    async theirsOf(_, { name }) {
      try {
        return objectDetails(
          await client.fetchQuery({ ...gatewayQuery(virtualCluster, name), staleTime: 0 }),
        );
      } catch {
        return null;
      }
    },
  });
}

function write(
  virtualCluster: string,
  { form, base, object, force = false, ignoreFindings = false }: SaveRequest,
): Promise<unknown> {
  const flags = { ...(force ? { force } : {}), ...(ignoreFindings ? { ignoreFindings } : {}) };
  const version = base ? { resourceVersion: base.resourceVersion } : {};
  if (object) return saveObject(virtualCluster, { object: { ...object }, ...version, ...flags });
  const input = form as unknown as GatewayFormInput;
  return base
    ? saveGateway(virtualCluster, input, base.resourceVersion, flags)
    : createGateway(virtualCluster, input, flags);
}
