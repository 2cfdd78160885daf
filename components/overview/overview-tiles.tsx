import { BadgeCheck, Boxes, Container, Network, ScanSearch } from "lucide-react";
import type { Overview } from "@/lib/api/overview";
import { needingAttention } from "./needing-attention";
import { plural } from "./plural";
import { StatTile } from "./stat-tile";

/** The numbers at the top of the overview. */
export function OverviewTiles({ overview }: { overview: Overview }) {
  const { virtualClusters, gateways, certificates, applications, findings, istio } = overview;
  const attention = needingAttention(gateways.states);
  const soon = certificates.buckets
    .filter(({ days }) => days !== null && days <= 7)
    .reduce((sum, { count }) => sum + count, 0);
  const unready = applications.total - applications.ready;
  return (
    <ul aria-label="In numbers" className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-5">
      <StatTile
        label="Virtual Clusters"
        icon={<Boxes aria-hidden />}
        href="/virtual-clusters"
        value={virtualClusters}
        note={istio.notInjected > 0 ? `${istio.notInjected} without sidecars` : "all with sidecars"}
      />
      <StatTile
        label="Gateways"
        icon={<Network aria-hidden />}
        href="/gateways"
        value={gateways.total}
        note={
          attention > 0 ? `${attention} need${attention === 1 ? "s" : ""} attention` : "none needs attention"
        }
        state={attention > 0 ? "blocked" : undefined}
      />
      <StatTile
        label="Certificates"
        icon={<BadgeCheck aria-hidden />}
        href="/certificates"
        value={certificates.total}
        note={soon > 0 ? `${soon} end${soon === 1 ? "s" : ""} within a week` : "none ends within a week"}
        state={soon > 0 ? "waiting" : undefined}
      />
      <StatTile
        label="Applications"
        icon={<Container aria-hidden />}
        href="/applications"
        value={applications.total}
        note={unready > 0 ? `${unready} not ready` : "all ready"}
        state={unready > 0 ? "waiting" : undefined}
      />
      <StatTile
        label="Findings"
        icon={<ScanSearch aria-hidden />}
        href="/findings"
        value={findings.error + findings.warning + findings.info}
        note={findings.error > 0 ? plural(findings.error, "error") : "no errors"}
        state={findings.error > 0 ? "failed" : undefined}
      />
    </ul>
  );
}
