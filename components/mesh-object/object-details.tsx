"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { KeyValues } from "@/components/ui/breakable";
import { Card, DescriptionList, type DescriptionListProps } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/time/relative-time";
import type { MeshObject, MeshObjectDetails } from "@/lib/api/mesh-object";
import { type MeshKind, meshObjectQuery } from "@/lib/client/mesh-objects";
import { DeleteDialog } from "./delete-dialog";
import { DetailsFrame } from "./details-frame";
import { FindingList, FindingsBadge, RemedyLink } from "./findings";
import { OwnersNotice } from "./owners-notice";
import { editHref, kindTitles, listHref } from "./pages/kind-pages";
import { texts } from "./texts";

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

/** The details page of an object: facts, findings with remedies, field managers, YAML. */
export function ObjectDetails<Form extends { labels: object; metadata: object }>(
  props: ObjectDetailsProps<Form>,
) {
  const { kind, virtualCluster, name } = props;
  const { title } = kindTitles[kind];
  const router = useRouter();
  const query = useQuery(meshObjectQuery<Form>(kind, virtualCluster, name));
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <DetailsFrame
        name={name}
        title={title}
        description={texts.inVirtualCluster({ kind: title, virtualCluster })}
        query={query}
        badgesOf={(details) => <FindingsBadge {...details} />}
        kind={kind}
        virtualCluster={virtualCluster}
        editHref={editHref(kind, virtualCluster, name)}
        onDelete={() => setDeleting(true)}
        overviewOf={(details) => <Overview {...props} details={details} />}
      />
      <DeleteDialog
        kind={kind}
        object={deleting && query.data ? query.data : null}
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
    { term: texts.labels, value: <KeyValues pairs={details.form.labels as Record<string, string>} /> },
    { term: texts.metadata, value: <KeyValues pairs={details.form.metadata as Record<string, string>} /> },
    { term: texts.created, value: <RelativeTime at={details.createdAt} /> },
  ];
  return (
    <div className="grid grid-cols-1 gap-6">
      {details.findings.length > 0 ? (
        <Card title={texts.findings} description={texts.findingsHelp}>
          <FindingList
            findings={details.findings}
            about={{ kind, name }}
            actionOf={(finding) => <RemedyLink finding={finding} />}
          />
        </Card>
      ) : null}
      {props.children?.(details)}
      <Card title={texts.details}>
        <DescriptionList items={facts} />
      </Card>
      <OwnersNotice owners={details.owners} />
    </div>
  );
}
