import { meshGateway } from "../virtual-service/form";
import type { VirtualServiceObject } from "../virtual-service/object";
import { exportsOf, isExportedTo } from "./exports";
import { gatewayKeys } from "./mesh/indexes";
import type { Mesh } from "./mesh/mesh";

/** The namespaces of the proxies that follow a Virtual Service: they must see what it names. */
interface Callers {
  /** Of the ingress pods behind its Gateways: each of them serves all its hosts. */
  ingress: readonly string[];
  /** Of pods in the mesh, as far as they are known. */
  inMesh: readonly string[];
}

/** Who follows a delegate (one without hosts) is not known: it is taken for its own namespace. */
export function callersOf(mesh: Mesh, virtualService: VirtualServiceObject): Callers {
  const own = virtualService.metadata.namespace ?? "";
  if (!virtualService.spec.hosts?.length) return { ingress: [], inMesh: [own] };
  const ingress = new Set<string>();
  const inMesh = new Set<string>();
  for (const key of gatewayKeys(virtualService)) {
    if (key === meshGateway) {
      for (const seenBy of exportsOf(virtualService)) inMesh.add(seenBy === "*" ? own : seenBy);
      continue;
    }
    const gateway = mesh.one("gateways", key);
    for (const namespace of gateway ? mesh.ingressOf(gateway).namespaces : [])
      if (isExportedTo(virtualService, namespace)) ingress.add(namespace);
  }
  return { ingress: [...ingress], inMesh: [...inMesh] };
}

/** Those of the callers that cannot see something: any ingress, and the mesh when nobody in it can. */
export function blindCallers({ ingress, inMesh }: Callers, sees: (namespace: string) => boolean): string[] {
  return [...ingress.filter((each) => !sees(each)), ...(inMesh.some(sees) ? [] : inMesh)];
}
