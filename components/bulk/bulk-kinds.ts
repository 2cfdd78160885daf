"use client";
import { lossesOfApplication } from "@/components/application/delete-dialogs";
import { lossesOf as lossesOfGateway } from "@/components/gateway/delete-gateway-dialog";
import {
  lossesOfDestinationRule,
  lossesOfService,
  lossesOfServiceEntry,
  lossesOfVirtualService,
} from "@/components/mesh-object/losses";
import type { ApplicationView } from "@/lib/api/application";
import type { GatewayDetails, GatewayView } from "@/lib/api/gateway";
import type { MeshObject } from "@/lib/api/mesh-object";
import { deleteApplication } from "@/lib/client/applications";
import { checkGateway, deleteGateway, gatewayQuery, saveGateway } from "@/lib/client/gateways";
import type { QueryTopic } from "@/lib/client/list-query";
import {
  deleteMeshObject,
  type MeshKind,
  meshKinds,
  meshObjectQuery,
  saveMeshObject,
} from "@/lib/client/mesh-objects";
import { ApiProblem } from "@/lib/client/request";
import type { GatewayFormInput } from "@/lib/istio/gateway/form";
import type { VirtualServiceForm } from "@/lib/istio/virtual-service/form";
import { texts } from "./texts";

/** What the rows of a list represent. */
export type BulkName = "Gateway" | "Application" | MeshKind;

export interface BulkRow {
  name: string;
  virtualCluster: string;
}

export type Labels = Readonly<Record<string, string>>;
/** Maps the object's labels to the wanted ones; returns the same object if nothing changes. */
export type Relabel = (labels: Labels) => Labels;

/** The bulk actions for a kind, each with the same request as for a single object. */
export interface BulkKind<Row> {
  /** "3 gateways" */
  inWords: (values: { count: number }) => string;
  topic: QueryTopic;
  check?: ((row: Row) => Promise<unknown>) | undefined;
  remove: (row: Row) => Promise<void>;
  lossesOf: (row: Row) => readonly string[];
  /** Hosts that users currently reach through it. */
  liveHostsOf: (row: Row) => readonly string[];
  /** Deleting even one requires a typed confirmation, because it stops pods. */
  isAlwaysTyped?: boolean;
  /** Its labels are also its pods' labels, and changing them would replace the pods; so you can't set them here. */
  labels?: { of: (row: Row) => Labels; save: (row: Row, relabel: Relabel) => Promise<void> } | undefined;
  /** Why its labels can't be set here, if they can't. */
  whyNoLabels?: string | undefined;
}

interface Labeled {
  form: unknown;
  resourceVersion: string;
}

/** Saves the current object with other labels; tries once more if somebody else has saved it meanwhile. */
async function saveLabels(
  read: () => Promise<Labeled>,
  save: (form: unknown, resourceVersion: string) => Promise<unknown>,
  relabel: Relabel,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const { form, resourceVersion } = await read();
    const { labels: before = {}, ...rest } = form as { labels?: Labels };
    const labels = relabel(before);
    if (labels === before) return;
    try {
      await save({ ...rest, labels }, resourceVersion);
      return;
    } catch (error) {
      const hasMovedOn = error instanceof ApiProblem && error.problem.current !== undefined;
      if (!hasMovedOn || attempt === 3) throw error;
    }
  }
}

function read<Answer>({ queryFn }: { queryFn?: unknown }): Promise<Answer> {
  return (queryFn as () => Promise<Answer>)();
}

const gateways: BulkKind<GatewayView> = {
  inWords: texts.gateways,
  topic: "gateways",
  check: ({ virtualCluster, name }) => checkGateway(virtualCluster, name),
  remove: ({ virtualCluster, name }) => deleteGateway(virtualCluster, name),
  lossesOf: (row) => lossesOfGateway(row).lost,
  liveHostsOf: ({ securedHosts }) =>
    securedHosts.filter(({ state }) => state === "serving").map(({ host }) => host),
  labels: {
    of: ({ labels }) => labels,
    save: ({ virtualCluster, name }, relabel) =>
      saveLabels(
        () => read<GatewayDetails>(gatewayQuery(virtualCluster, name)),
        (form, resourceVersion) => saveGateway(virtualCluster, form as GatewayFormInput, resourceVersion),
        relabel,
      ),
  },
};

function meshObjects<Form>(
  kind: MeshKind,
  {
    inWords,
    lossesOf,
    liveHostsOf = () => [],
  }: Pick<BulkKind<MeshObject<Form>>, "inWords" | "lossesOf"> & {
    liveHostsOf?: (row: MeshObject<Form>) => readonly string[];
  },
): BulkKind<MeshObject<Form>> {
  return {
    inWords,
    topic: meshKinds[kind],
    remove: ({ virtualCluster, name }) => deleteMeshObject(kind, virtualCluster, name),
    lossesOf,
    liveHostsOf,
    labels: {
      of: ({ form }) => (form as { labels?: Labels }).labels ?? {},
      save: ({ virtualCluster, name }, relabel) =>
        saveLabels(
          () => read<Labeled>(meshObjectQuery(kind, virtualCluster, name)),
          (form, resourceVersion) =>
            saveMeshObject(kind, virtualCluster, form as { name: string }, { resourceVersion }),
          relabel,
        ),
    },
  };
}

const liveHostsOfVirtualService = ({ form: { hosts, gateways: through } }: MeshObject<VirtualServiceForm>) =>
  through.some((gateway) => gateway !== "mesh") ? hosts : [];

const applications: BulkKind<ApplicationView> = {
  inWords: texts.applications,
  topic: "applications",
  remove: ({ virtualCluster, name }) => deleteApplication(virtualCluster, name),
  lossesOf: lossesOfApplication,
  liveHostsOf: () => [],
  isAlwaysTyped: true,
  whyNoLabels: texts.noLabelsOfApplications,
};

const kinds = {
  Gateway: gateways,
  Application: applications,
  Service: meshObjects("Service", { inWords: texts.services, lossesOf: lossesOfService }),
  DestinationRule: meshObjects("DestinationRule", {
    inWords: texts.destinationRules,
    lossesOf: lossesOfDestinationRule,
  }),
  VirtualService: meshObjects("VirtualService", {
    inWords: texts.virtualServices,
    lossesOf: lossesOfVirtualService,
    liveHostsOf: liveHostsOfVirtualService,
  }),
  ServiceEntry: meshObjects("ServiceEntry", {
    inWords: texts.serviceEntries,
    lossesOf: lossesOfServiceEntry,
  }),
} satisfies Record<BulkName, unknown>;

/** The actions for the rows of a list; `name` says what the rows are. */
export function bulkKind(name: BulkName): BulkKind<BulkRow> {
  return kinds[name] as unknown as BulkKind<BulkRow>;
}
