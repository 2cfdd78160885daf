import { StatusBadge } from "@/components/ui/badge";
import type { VirtualCluster } from "@/lib/api/virtual-cluster";

/** How many Secured Hosts serve, are on their way, or wait for somebody. */
export function SecuredHostCounts({ counts }: { counts: VirtualCluster["securedHosts"] }) {
  const { serving, working, attention } = counts;
  if (serving + working + attention === 0) return <span className="text-subtle">none</span>;
  return (
    <span className="inline-flex flex-wrap gap-1">
      {attention > 0 ? (
        <StatusBadge state="blocked">
          {attention} {attention === 1 ? "needs" : "need"} attention
        </StatusBadge>
      ) : null}
      {working > 0 ? <StatusBadge state="waiting">{working} on the way</StatusBadge> : null}
      {serving > 0 ? <StatusBadge state="done">{serving} serving</StatusBadge> : null}
    </span>
  );
}
