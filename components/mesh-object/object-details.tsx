"use client";
import { useQuery } from "@tanstack/react-query";
import { Pencil, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import { DescriptionList, type DescriptionListProps } from "@/components/ui/description-list";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { QueryFailure } from "@/components/ui/query-failure";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton, SkeletonText } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import type { MeshObject, MeshObjectDetails } from "@/lib/api/mesh-object";
import { type MeshKind, meshObjectQuery } from "@/lib/client/mesh-objects";
import { DeleteDialog } from "./delete-dialog";
import { FindingList } from "./finding-list";
import { FindingsBadge } from "./findings-badge";
import { KeyValues } from "./key-values";
import { editHref, kindTitles, listHref } from "./kind-pages";
import { ObjectEvents } from "./object-events";
import { OwnersNotice } from "./owners-notice";

const ObjectYaml = deferred(
  () => import("./object-yaml").then((module) => module.ObjectYaml),
  () => <Skeleton className="h-96 w-full" />,
);

export interface ObjectDetailsProps<Form> {
  kind: MeshKind;
  virtualCluster: string;
  name: string;
  /** The kind's own facts, above labels and metadata. */
  factsOf: (details: MeshObjectDetails<Form>) => DescriptionListProps["items"];
  lossesOf: (object: MeshObject<Form>) => readonly string[];
  /** The kind's own sections on the overview. */
  children?: ((details: MeshObjectDetails<Form>) => ReactNode) | undefined;
}

/** The details page of an object: facts, findings with remedies, owners of fields, YAML, events. */
export function ObjectDetails<Form extends { labels: object; metadata: object }>(
  props: ObjectDetailsProps<Form>,
) {
  const { kind, virtualCluster, name } = props;
  const { title } = kindTitles[kind];
  const router = useRouter();
  const query = useQuery(meshObjectQuery<Form>(kind, virtualCluster, name));
  const [tab, setTab] = useQueryState("tab", parseAsString.withDefault("overview"));
  const [deleting, setDeleting] = useState(false);
  const details = query.data;

  if (query.isError && !details) {
    return (
      <>
        <PageHeader title={name} isName />
        <QueryFailure what={`The ${title}`} query={query} />
      </>
    );
  }
  return (
    <>
      <PageHeader
        title={name}
        isName
        badges={details ? <FindingsBadge {...details} /> : <Skeleton className="h-5.5 w-24" />}
        description={`${title} in ${virtualCluster}`}
        actions={
          <>
            <Button icon={<Trash2 aria-hidden />} onClick={() => setDeleting(true)} disabled={!details}>
              Delete
            </Button>
            <LinkButton
              variant="primary"
              icon={<Pencil aria-hidden />}
              href={editHref(kind, virtualCluster, name)}
            >
              Edit
            </LinkButton>
          </>
        }
      />
      <Tabs
        label={`Views of ${name}`}
        value={tab}
        onValueChange={(next) => void setTab(next === "overview" ? null : next)}
        tabs={[
          {
            id: "overview",
            label: "Overview",
            content: details ? <Overview {...props} details={details} /> : <SkeletonText lines={8} />,
          },
          {
            id: "yaml",
            label: "YAML",
            content: details ? (
              <ObjectYaml object={details.object as object} name={name} title={title} />
            ) : null,
          },
          {
            id: "events",
            label: "Events",
            content: <ObjectEvents virtualCluster={virtualCluster} name={name} />,
          },
        ]}
      />
      <DeleteDialog
        kind={kind}
        object={deleting && details ? details : null}
        onClose={() => setDeleting(false)}
        lossesOf={props.lossesOf}
        onDeleted={() => router.push(listHref(kind, virtualCluster))}
      />
    </>
  );
}

function Overview<Form extends { labels: object; metadata: object }>(
  props: ObjectDetailsProps<Form> & { details: MeshObjectDetails<Form> },
) {
  const { kind, name, details } = props;
  const facts = [
    ...props.factsOf(details),
    { term: "Labels", value: <KeyValues pairs={details.form.labels as Record<string, string>} /> },
    { term: "Metadata", value: <KeyValues pairs={details.form.metadata as Record<string, string>} /> },
    { term: "Created", value: <RelativeTime at={details.createdAt} /> },
  ];
  return (
    <div className="grid grid-cols-1 gap-6">
      {details.findings.length > 0 ? (
        <Card title="Findings" description="What the checks say about this object, and what to do.">
          <FindingList findings={details.findings} about={{ kind, name }} />
        </Card>
      ) : null}
      {props.children?.(details)}
      <Card title="Details">
        <DescriptionList items={facts} />
      </Card>
      <OwnersNotice owners={details.owners} />
    </div>
  );
}
