import { checkedMesh } from "./checked-mesh";
import { certificateCoversHosts } from "./checks/certificate-covers-hosts";
import { certificateIsUsed } from "./checks/certificate-is-used";
import { credentialExists } from "./checks/credential-exists";
import { destinationExists } from "./checks/destination-exists";
import { destinationPort } from "./checks/destination-port";
import { duplicateSubsets } from "./checks/duplicate-subsets";
import { gatewayConflict } from "./checks/gateway-conflict";
import { gatewayExists } from "./checks/gateway-exists";
import { gatewayHasRoutes } from "./checks/gateway-has-routes";
import { gatewayHasWorkload } from "./checks/gateway-has-workload";
import { hostInGateway } from "./checks/host-in-gateway";
import { meshWildcard } from "./checks/mesh-wildcard";
import { namespaceInjection } from "./checks/namespace-injection";
import { overlappingHosts } from "./checks/overlapping-hosts";
import { portOnIngress } from "./checks/port-on-ingress";
import { routeIsReached } from "./checks/route-is-reached";
import { securedHostServed } from "./checks/secured-host-served";
import { sharedCertificate } from "./checks/shared-certificate";
import { subsetExists } from "./checks/subset-exists";
import { subsetSelectsPods } from "./checks/subset-selects-pods";
import { unusedSubset } from "./checks/unused-subset";
import { weightsAddUp } from "./checks/weights-add-up";
import type { AnyCheck, Finding } from "./finding";
import type { MeshSnapshot } from "./snapshot";

/**
 * Every check, in the order in which findings of one severity are listed. A new check is one file and one
 * line.
 */
export const checks: readonly AnyCheck[] = [
  gatewayHasWorkload,
  portOnIngress,
  gatewayConflict,
  credentialExists,
  certificateCoversHosts,
  certificateIsUsed,
  sharedCertificate,
  securedHostServed,
  gatewayHasRoutes,
  gatewayExists,
  hostInGateway,
  meshWildcard,
  overlappingHosts,
  destinationExists,
  destinationPort,
  subsetExists,
  routeIsReached,
  weightsAddUp,
  duplicateSubsets,
  subsetSelectsPods,
  unusedSubset,
  namespaceInjection,
];

/** What all checks find in the mesh: errors first, then warnings, then what is worth knowing; each by object. */
export function runChecks(snapshot: MeshSnapshot): readonly Finding[] {
  return checkedMesh(checks, snapshot, { isFixed: true }).findings();
}
