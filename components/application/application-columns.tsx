import { Badge } from "@/components/ui/badge";
import { Breakable } from "@/components/ui/breakable";
import type { Column } from "@/components/ui/table/columns";
import { RelativeTime } from "@/components/ui/time/relative-time";
import type { ApplicationView } from "@/lib/api/application";
import { shortImage } from "./short-image";
import { texts } from "./texts";
import { Readiness, VersionState } from "./version-state";

type ApplicationColumn = Column<ApplicationView>;

const name: ApplicationColumn = {
  id: "name",
  header: texts.name,
  sortable: true,
  atLeastPx: 144,
  cell: (row) => (
    <span className="font-mono">
      <Breakable text={row.name} />
    </span>
  ),
};

const virtualCluster: ApplicationColumn = {
  id: "virtualCluster",
  header: texts.virtualCluster,
  sortable: true,
  rank: 0,
  cell: (row) => row.virtualCluster,
};

const rest: readonly ApplicationColumn[] = [
  { id: "state", header: texts.state, sortable: true, cell: ({ state }) => <VersionState state={state} /> },
  {
    id: "versions",
    header: texts.versions,
    sortable: true,
    sortsFirst: "desc",
    cell: ({ versions }) => (
      <span className="flex flex-wrap gap-1">
        {versions.map((each) => (
          <Badge key={each.name} className="font-mono">
            {each.version ?? each.name}
          </Badge>
        ))}
      </span>
    ),
  },
  {
    id: "ready",
    header: texts.replicas,
    sortable: true,
    cell: ({ name: of, ready, replicas, state }) => (
      <Readiness
        ready={ready}
        replicas={replicas}
        state={state}
        label={texts.readyReplicasOf({ name: of })}
      />
    ),
  },
  {
    id: "images",
    header: texts.images,
    sortable: true,
    width: "minmax(0,1.6fr)",
    atLeastPx: 160,
    rank: 2,
    hideOnPhone: true,
    cell: ({ images }) => (
      <span className="grid font-mono text-xs">
        {images.map((image) => (
          <span key={image} title={image}>
            <Breakable text={shortImage(image)} />
          </span>
        ))}
      </span>
    ),
  },
  {
    id: "created",
    header: texts.created,
    width: "8rem",
    atLeastPx: 128,
    rank: 3,
    sortable: true,
    sortsFirst: "desc",
    hideOnPhone: true,
    cell: ({ createdAt }) => <RelativeTime at={createdAt} className="whitespace-nowrap text-muted" />,
  },
];

/** Columns of the list of one virtual cluster. */
export const ownColumns: readonly ApplicationColumn[] = [name, ...rest];

/** Columns of the list of all virtual clusters. */
export const allColumns: readonly ApplicationColumn[] = [name, virtualCluster, ...rest];
