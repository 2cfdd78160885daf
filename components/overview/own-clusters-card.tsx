import { useInfiniteQuery } from "@tanstack/react-query";
import { useSession } from "@/components/access/use-missing-role";
import { roleWord } from "@/components/people/role-badges";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { PageLink } from "@/components/ui/link";
import { SecuredHostCounts } from "@/components/virtual-cluster/columns";
import { virtualClusterPath } from "@/components/virtual-cluster/paths";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";
import { type Grant, isAtLeast } from "@/lib/model/roles";
import { texts } from "./texts";

/** The virtual clusters in which somebody has a role, with the role: instead of what belongs to the installation. */
export function OwnClustersCard() {
  const session = useSession();
  const clusters = useInfiniteQuery(virtualClustersQuery()).data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Card title={texts.ownClusters} description={texts.ownClustersHelp} flush>
      <ul className="divide-y divide-line">
        {highestIn(session?.grants ?? []).map(({ scope: name, role }) => {
          const found = clusters.find((each) => each.name === name);
          return (
            <li key={name} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2.5 text-sm">
              {found ? (
                <PageLink
                  href={virtualClusterPath(name)}
                  className="wrap-anywhere rounded-sm font-mono text-[0.8125rem] text-ink underline-offset-3 hover:underline"
                >
                  {name}
                </PageLink>
              ) : (
                <span className="wrap-anywhere font-mono text-[0.8125rem] text-muted">{name}</span>
              )}
              <Badge>{roleWord(role)}</Badge>
              <span className="ml-auto">
                {found ? (
                  <SecuredHostCounts counts={found.securedHosts} />
                ) : (
                  <span className="text-subtle">{texts.notThere}</span>
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

/** One grant for each virtual cluster, by name: groups may give several. */
function highestIn(grants: readonly Grant[]): Grant[] {
  const highest = new Map<string, Grant>();
  for (const grant of grants) {
    const known = highest.get(grant.scope);
    if (!known || isAtLeast(grant.role, known.role)) highest.set(grant.scope, grant);
  }
  return [...highest.values()].sort((one, other) => (one.scope < other.scope ? -1 : 1));
}
