import { familyOf } from "@/lib/gateway/hosts";
import type { SecuredHost } from "@/lib/gateway/model";
import type { SecuredHostIndex } from "./secured-host-index";

/** By the array of all hosts, which is the same until one comes or goes. */
const families = new WeakMap<readonly SecuredHost[], Map<string, SecuredHost[]>>();

/**
 * Every claim that the question whose a host is may depend on: those of the same name, and, where there is a wildcard for it, of
 * all names that the wildcard covers: it may have lost to one of them.
 */
export function claimsOf(
  index: Pick<SecuredHostIndex, "targetsOf" | "all">,
  host: string,
): readonly SecuredHost[] {
  const family = familyOf(host);
  if (!host.startsWith("*.") && index.targetsOf(`*.${family}`).length === 0) return index.targetsOf(host);
  const all = index.all();
  let byFamily = families.get(all);
  if (!byFamily) {
    byFamily = Map.groupBy(all, (target) => familyOf(target.host));
    families.set(all, byFamily);
  }
  return byFamily.get(family) ?? [];
}
