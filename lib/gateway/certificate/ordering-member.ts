import { serverObstacle } from "@/lib/gateway/steps/usable-server";
import type { World } from "@/lib/gateway/world";
import { keyOf, type SecuredHost } from "@/lib/model/secured-hosts";
import { type CertificatePlan, covers } from "./certificate-id";

/**
 * Which member orders: one, so that there is one order. It is one that the certificate doesn't cover yet, so that the host that
 * can't be validated is the one that says so, or else the first by its key.
 */
export function ordersFor(
  { members, holder }: CertificatePlan,
  covered: readonly string[],
  world: Pick<World, "registrableDomain">,
): SecuredHost | null {
  const able = members.filter(
    (each) => each.gateway.namespace === holder && serverObstacle(each, world.registrableDomain) === null,
  );
  const uncovered = able.filter(({ host }) => !covers(covered, host));
  const [first = null] = (uncovered.length > 0 ? uncovered : able).toSorted((one, other) =>
    keyOf(one) < keyOf(other) ? -1 : 1,
  );
  return first;
}
