import { checkedMesh } from "./checked-mesh";
import {
  duplicateSubsets,
  ruleHasWorkload,
  ruleHostExists,
  serverVerified,
  subsetSelectsPods,
  unusedSubset,
} from "./checks/destination-rule";
import { annotationValues } from "./checks/gateway/annotation-values";
import {
  certificateChain,
  certificateCoversHosts,
  certificateIsUsed,
  certificateNearEnd,
} from "./checks/gateway/certificates";
import { credentialExists, sharedCertificate } from "./checks/gateway/credentials";
import { gatewayConflict, listenerRejected, portOnIngress, portProtocols } from "./checks/gateway/ports";
import { gatewayHasRoutes, gatewayHasWorkload, securedHostServed } from "./checks/gateway/reachable";
import { entryHasAddresses, entryProtocols, namespaceInjection, portNames } from "./checks/service";
import {
  delegateExists,
  destinationExists,
  destinationPort,
  ruleIsSeen,
  subsetExists,
} from "./checks/virtual-service/destinations";
import {
  gatewayExists,
  hostInGateway,
  meshWildcard,
  overlappingHosts,
  virtualServiceExported,
} from "./checks/virtual-service/hosts";
import { routeProtocol, rulesOnIngress } from "./checks/virtual-service/protocols";
import {
  jwtClaims,
  matchIsUsed,
  rewriteSlashes,
  routeIsReached,
  weightsAddUp,
} from "./checks/virtual-service/routes";
import type { AnyCheck, Finding } from "./finding";
import type { MeshSnapshot } from "./mesh/snapshot";

/**
 * Every check, in the order in which findings of the same severity are listed. To add a check, add one value next to similar
 * ones, and one line here.
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
  certificateNearEnd,
  certificateChain,
  sharedCertificate,
  securedHostServed,
  annotationValues,
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

/** Several checks find references to missing objects, each with its own title. */
const sharedTitles = new Map([["IST0101", "A reference to something that is not there"]]);

/** The title of each code. */
export const codeTitles: ReadonlyMap<string, string> = new Map([
  ...checks.flatMap(({ code, title, also = {} }) => [[code, title] as const, ...Object.entries(also)]),
  ...sharedTitles,
]);

/** The findings of all checks in the mesh: errors first, then warnings, then information; each by object. */
export function runChecks(snapshot: MeshSnapshot): readonly Finding[] {
  return checkedMesh(checks, snapshot, { isFixed: true }).findings();
}
