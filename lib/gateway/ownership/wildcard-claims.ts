import type { SecuredHost, SharedWith } from "@/lib/model/secured-hosts";

/** Whoever asks for a shared wildcard has agreed that it covers their own host, whoever gets it. */
export function hasAgreed(
  { host, certificateScope }: Pick<SecuredHost, "host" | "certificateScope">,
  claim: Pick<SecuredHost, "host" | "isForDomain">,
): boolean {
  return claim.isForDomain === true && certificateScope === "zone" && host !== claim.host;
}

/**
 * The claims to a wildcard of the hosts that ask for it because of their certificate scope, one for each Gateway. Whoever one
 * Gateway of a virtual cluster shares the wildcard with may use it: by `certificate_share_with`, or by `lamia.dev/share-with` on a
 * Gateway whose host is the wildcard itself. Sharing another host doesn't share the key of the whole domain.
 */
export function wildcardClaims(wildcard: string, asking: Iterable<SecuredHost>): SecuredHost[] {
  const byGateway = new Map<string, SecuredHost>();
  const shares = new Map<string, SharedWith[]>();
  for (const each of asking) {
    const { namespace, name } = each.gateway;
    const place = `${namespace}/${name}`;
    if (each.host === wildcard || !byGateway.has(place)) byGateway.set(place, each);
    const known = shares.get(namespace) ?? [];
    shares.set(namespace, known);
    const granted = [
      ...(each.certificateSharedWith ?? []),
      ...(each.host === wildcard ? (each.sharedWith ?? []) : []),
    ];
    for (const grant of granted)
      if (!known.some((one) => one.namespace === grant.namespace && one.name === grant.name))
        known.push(grant);
  }
  return [...byGateway.values()].map((each) => {
    const { sharedWith: _, ...claim } = each;
    const sharedWith = shares.get(each.gateway.namespace) ?? [];
    return {
      ...claim,
      host: wildcard,
      ...(each.host === wildcard ? {} : { isForDomain: true as const }),
      ...(sharedWith.length > 0 ? { sharedWith } : {}),
    };
  });
}
