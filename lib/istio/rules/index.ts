import { checkedMesh } from "./checked-mesh";
import { duplicateSubsets } from "./checks/destination-rule/duplicate-subsets";
import { ruleHasWorkload, ruleHostExists } from "./checks/destination-rule/rule-host-exists";
import { serverVerified } from "./checks/destination-rule/server-verified";
import { subsetSelectsPods } from "./checks/destination-rule/subset-selects-pods";
import { unusedSubset } from "./checks/destination-rule/unused-subset";
import { certificateCoversHosts } from "./checks/gateway/certificate-covers-hosts";
import { certificateIsUsed } from "./checks/gateway/certificate-is-used";
import { credentialExists } from "./checks/gateway/credential-exists";
import { gatewayConflict } from "./checks/gateway/gateway-conflict";
import { gatewayHasRoutes } from "./checks/gateway/gateway-has-routes";
import { gatewayHasWorkload } from "./checks/gateway/gateway-has-workload";
import { listenerRejected } from "./checks/gateway/listener-rejected";
import { portOnIngress } from "./checks/gateway/port-on-ingress";
import { portProtocols } from "./checks/gateway/port-protocols";
import { securedHostServed } from "./checks/gateway/secured-host-served";
import { sharedCertificate } from "./checks/gateway/shared-certificate";
import { namespaceInjection } from "./checks/service/namespace-injection";
import { portNames } from "./checks/service/port-names";
import { entryHasAddresses, entryProtocols } from "./checks/service/service-entry-ports";
import { delegateExists } from "./checks/virtual-service/delegate-exists";
import { destinationExists } from "./checks/virtual-service/destination-exists";
import { destinationPort } from "./checks/virtual-service/destination-port";
import { gatewayExists } from "./checks/virtual-service/gateway-exists";
import { hostInGateway } from "./checks/virtual-service/host-in-gateway";
import { jwtClaims } from "./checks/virtual-service/jwt-claims";
import { meshWildcard } from "./checks/virtual-service/mesh-wildcard";
import { overlappingHosts } from "./checks/virtual-service/overlapping-hosts";
import { rewriteSlashes } from "./checks/virtual-service/rewrite-slashes";
import { matchIsUsed, routeIsReached } from "./checks/virtual-service/route-is-reached";
import { routeProtocol } from "./checks/virtual-service/route-protocol";
import { ruleIsSeen } from "./checks/virtual-service/rule-is-seen";
import { rulesOnIngress } from "./checks/virtual-service/rules-on-ingress";
import { subsetExists } from "./checks/virtual-service/subset-exists";
import { virtualServiceExported } from "./checks/virtual-service/virtual-service-exported";
import { weightsAddUp } from "./checks/virtual-service/weights-add-up";
import type { AnyCheck, Finding } from "./finding";
import type { MeshSnapshot } from "./snapshot";

/**
 * Every check, in the order in which findings of one severity are listed. A new check is one file and one
 * line.
 */
export const checks: readonly AnyCheck[] = [
  gatewayHasWorkload,
  portOnIngress,
  listenerRejected,
  gatewayConflict,
  portProtocols,
  credentialExists,
  certificateCoversHosts,
  certificateIsUsed,
  sharedCertificate,
  securedHostServed,
  gatewayHasRoutes,
  gatewayExists,
  virtualServiceExported,
  hostInGateway,
  routeProtocol,
  meshWildcard,
  overlappingHosts,
  destinationExists,
  destinationPort,
  subsetExists,
  ruleIsSeen,
  delegateExists,
  routeIsReached,
  matchIsUsed,
  rewriteSlashes,
  rulesOnIngress,
  jwtClaims,
  weightsAddUp,
  ruleHostExists,
  ruleHasWorkload,
  serverVerified,
  duplicateSubsets,
  subsetSelectsPods,
  unusedSubset,
  entryHasAddresses,
  entryProtocols,
  portNames,
  namespaceInjection,
];

/** Several checks find what is named and not there, each by a title of its own. */
const sharedTitles = new Map([["IST0101", "A reference to something that is not there"]]);

/** What each code stands for. */
export const codeTitles: ReadonlyMap<string, string> = new Map([
  ...checks.flatMap(({ code, title, also = {} }) => [[code, title] as const, ...Object.entries(also)]),
  ...sharedTitles,
]);

/** What all checks find in the mesh: errors first, then warnings, then what is worth knowing; each by object. */
export function runChecks(snapshot: MeshSnapshot): readonly Finding[] {
  return checkedMesh(checks, snapshot, { isFixed: true }).findings();
}
