import { qualifiedHost } from "@/lib/istio/fields/service-host";
import { exportsOf, meetSomewhere } from "@/lib/istio/rules/exports";
import type { Check, FoundByCheck } from "@/lib/istio/rules/finding";
import { gatewayKeys, hostKey, keyOf } from "@/lib/istio/rules/mesh/indexes";
import { compare } from "@/lib/istio/rules/mesh/lookups";
import type { Mesh } from "@/lib/istio/rules/mesh/mesh";
import { texts } from "@/lib/istio/rules/texts";
import { meshGateway } from "@/lib/istio/virtual-service/form";
import { hostsOverlap } from "@/lib/model/hosts";
import type { VirtualServiceObject } from "@/lib/model/istio-objects";

/** The host `*` is for gateways only. Source: Istio, Virtual Service reference, `hosts`. */
export const meshWildcard: Check<"VirtualService"> = {
  id: "mesh-wildcard",
  code: "LAM0106",
  title: texts.meshWildcard,
  of: "VirtualService",
  run(virtualService) {
    const index = virtualService.spec.hosts?.indexOf("*") ?? -1;
    if (index < 0 || !gatewayKeys(virtualService).includes(meshGateway)) return [];
    return [
      {
        severity: "error",
        path: ["spec", "hosts", index],
        message: texts.wildcardRefused,
        remedy: texts.nameHosts,
      },
    ];
  },
};

/**
 * A host belongs to one Virtual Service on each gateway, and both ends hear of it. On the mesh Istio takes the older and
 * ignores the other (IST0109), where a namespace sees both; on a gateway it joins their routes, those of the older first.
 */
export const overlappingHosts: Check<"VirtualService"> = {
  id: "overlapping-hosts",
  code: "LAM0104",
  title: texts.overlappingHosts,
  also: { IST0109: texts.overlappingOnMesh },
  of: "VirtualService",
  run: (virtualService, mesh) =>
    (virtualService.spec.hosts ?? []).flatMap((host, index) =>
      gatewayKeys(virtualService).flatMap((gateway) => {
        const onMesh = gateway === meshGateway;
        const other = mesh
          .find("virtualServicesByHost", hostKey(virtualService, gateway, host))
          .find((each) => each !== virtualService && (!onMesh || meetSomewhere(each, virtualService)));
        if (other) return [overlap(virtualService, other, host, index, onMesh)];
        return onMesh ? widerOrNarrower(mesh, virtualService, host, index) : [];
      }),
    ),
};

/**
 * Of a private Virtual Service and a public one with a wildcard, the narrower host wins where both are seen. Istio's analyzer
 * names these IST0109 as well.
 */
function widerOrNarrower(mesh: Mesh, own: VirtualServiceObject, host: string, index: number): FoundByCheck[] {
  const isPublic = exportsOf(own).includes("*");
  const name = qualifiedHost(host, own.metadata.namespace ?? "");
  const list =
    isPublic && !host.startsWith("*") ? "private-wildcards" : isPublic ? "private" : "public-wildcards";
  for (const other of mesh.find("virtualServicesByExport", list)) {
    const covered = (other.spec.hosts ?? []).find(
      (each) => other !== own && hostsOverlap(qualifiedHost(each, other.metadata.namespace ?? ""), name),
    );
    if (covered !== undefined && meetSomewhere(other, own))
      return [
        {
          code: "IST0109",
          severity: "info",
          path: ["spec", "hosts", index],
          message: texts.narrowerWins({ other: keyOf(other.metadata), otherHost: covered, host }),
          remedy: texts.checkOverlap,
        },
      ];
  }
  return [];
}

function overlap(
  own: VirtualServiceObject,
  other: VirtualServiceObject,
  host: string,
  index: number,
  onMesh: boolean,
): FoundByCheck {
  const isOlder = compare(own, other) < 0;
  const found = {
    path: ["spec", "hosts", index],
    remedy: texts.mergeRoutes,
  };
  if (!onMesh)
    return {
      ...found,
      severity: "warning",
      message: isOlder
        ? texts.firstOnGateway({ other: keyOf(other.metadata), host })
        : texts.secondOnGateway({ other: keyOf(other.metadata), host }),
    };
  return {
    ...found,
    code: "IST0109",
    severity: isOlder ? "warning" : "error",
    message: isOlder
      ? texts.usedOnMesh({ other: keyOf(other.metadata), host })
      : texts.ignoredOnMesh({ other: keyOf(other.metadata), host }),
  };
}
