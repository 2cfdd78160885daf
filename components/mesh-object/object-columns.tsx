import { Breakable } from "@/components/ui/breakable";
import type { Column } from "@/components/ui/table/columns";
import { RelativeTime } from "@/components/ui/time/relative-time";
import type { MeshObject } from "@/lib/api/mesh-object";
import { FindingsBadge } from "./findings-badge";

/** All columns of the list of a kind: name, virtual cluster (in the list of all), the kind's own, findings, age. */
export function objectColumns<Form>(
  own: readonly Column<MeshObject<Form>>[],
  withVirtualCluster: boolean,
): readonly Column<MeshObject<Form>>[] {
  type Each = Column<MeshObject<Form>>;
  const name: Each = {
    id: "name",
    header: "Name",
    sortable: true,
    width: "minmax(0,1.4fr)",
    atLeastPx: 176,
    cell: (row) => (
      <span className="font-mono">
        <Breakable text={row.name} />
      </span>
    ),
  };
  const virtualCluster: Each = {
    id: "virtualCluster",
    header: "Virtual cluster",
    sortable: true,
    rank: 0,
    cell: (row) => row.virtualCluster,
  };
  const findings: Each = {
    id: "findings",
    header: "Findings",
    sortable: true,
    sortsFirst: "desc",
    width: "11rem",
    atLeastPx: 176,
    rank: 0,
    cell: (row) => <FindingsBadge {...row} />,
  };
  const created: Each = {
    id: "created",
    header: "Created",
    sortable: true,
    sortsFirst: "desc",
    width: "8rem",
    atLeastPx: 128,
    rank: 3,
    hideOnPhone: true,
    cell: ({ createdAt }) => <RelativeTime at={createdAt} className="whitespace-nowrap text-muted" />,
  };
  return [name, ...(withVirtualCluster ? [virtualCluster] : []), ...own, findings, created];
}
