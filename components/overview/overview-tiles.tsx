import { BadgeCheck, Boxes, Container, Network, ScanSearch } from "lucide-react";
import type { OverviewNumber, OverviewNumbers } from "./overview-numbers";
import { plural } from "./plural";
import { StatTile } from "./stat-tile";

/** The numbers at the top of the overview. */
export function OverviewTiles({ numbers }: { numbers: OverviewNumbers }) {
  const { virtualClusters, notInjected, gateways, attention, certificates, endingSoon } = numbers;
  const { applications, unready, findings, severities } = numbers;
  const errors = severities.error;
  return (
    <ul aria-label="In numbers" className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-5">
      <StatTile
        label="Virtual Clusters"
        icon={<Boxes aria-hidden />}
        number={virtualClusters}
        note={note(notInjected, (count) => `${count} without sidecars`, "all with sidecars")}
      />
      <StatTile
        label="Gateways"
        icon={<Network aria-hidden />}
        number={gateways}
        note={note(
          attention,
          (count) => `${count} need${count === 1 ? "s" : ""} attention`,
          "none needs attention",
        )}
        state={attention.count > 0 ? "blocked" : undefined}
      />
      <StatTile
        label="Certificates"
        icon={<BadgeCheck aria-hidden />}
        number={certificates}
        note={note(
          endingSoon,
          (count) => `${count} end${count === 1 ? "s" : ""} within a week`,
          "none ends within a week",
        )}
        state={endingSoon.count > 0 ? "waiting" : undefined}
      />
      <StatTile
        label="Applications"
        icon={<Container aria-hidden />}
        number={applications}
        note={note(unready, (count) => `${count} not ready`, "all ready")}
        state={unready.count > 0 ? "waiting" : undefined}
      />
      <StatTile
        label="Findings"
        icon={<ScanSearch aria-hidden />}
        number={findings}
        note={note(errors, (count) => plural(count, "error"), "no errors")}
        state={errors.count > 0 ? "failed" : undefined}
      />
    </ul>
  );
}

/** A link to those that it counts, and plain words where there are none. */
function note({ count, href }: OverviewNumber, some: (count: number) => string, none: string) {
  return count > 0 ? { text: some(count), href } : { text: none };
}
