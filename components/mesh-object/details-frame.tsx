"use client";
import { ArrowRight, Pencil, Trash2 } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import type { ReactNode } from "react";
import { AllowedButton, AllowedLink } from "@/components/access/allowed";
import { deferred } from "@/components/ui/deferred";
import { Callout } from "@/components/ui/notices";
import { PageHeader } from "@/components/ui/page-header";
import { QueryFailure, type QueryFailureProps } from "@/components/ui/query-failure";
import { Skeleton, SkeletonText } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import type { ChangedKind } from "@/lib/model/cluster-rights";
import { texts } from "./texts";

const ObjectYaml = deferred(
  () => import("@/components/yaml/object-yaml").then((module) => module.ObjectYaml),
  () => <Skeleton className="h-96 w-full" />,
);

const HistoryList = deferred(
  () => import("@/components/audit/history-list").then((module) => module.HistoryList),
  () => <Skeleton className="h-96 w-full" />,
);

export interface DetailsFrameProps<Details extends { object?: unknown }> {
  name: string;
  /** The kind's name on pages: "Virtual service". */
  title: string;
  description: string;
  query: QueryFailureProps["query"] & { data: Details | undefined; isError: boolean };
  badgesOf: (details: Details) => ReactNode;
  kind: ChangedKind;
  editHref: string;
  virtualCluster: string;
  onDelete: () => void;
  overviewOf: (details: Details) => ReactNode;
}

/** The frame of an object's details: its name with state, Edit and Delete, and its YAML in a tab. */
export function DetailsFrame<Details extends { object?: unknown }>(props: DetailsFrameProps<Details>) {
  const { name, title, query, editHref, virtualCluster, onDelete } = props;
  const needs = ["editor", virtualCluster, props.kind] as const;
  const [tab, setTab] = useQueryState("tab", parseAsString.withDefault("overview"));
  const details = query.data;
  if (query.isError && !details)
    return (
      <>
        <PageHeader title={name} isName description={props.description} />
        <QueryFailure what={`the ${title}`} query={query} />
      </>
    );
  return (
    <>
      <PageHeader
        title={name}
        isName
        badges={details ? props.badgesOf(details) : <Skeleton className="h-5.5 w-24" />}
        description={props.description}
        actions={
          <>
            <AllowedButton needs={needs} icon={<Trash2 aria-hidden />} onClick={onDelete} disabled={!details}>
              {texts.delete}
            </AllowedButton>
            <AllowedLink needs={needs} variant="primary" icon={<Pencil aria-hidden />} href={editHref}>
              {texts.edit}
            </AllowedLink>
          </>
        }
      />
      <Tabs
        label={texts.viewsOf({ name })}
        value={tab}
        onValueChange={(next) => void setTab(next === "overview" ? null : next)}
        tabs={[
          {
            id: "overview",
            label: texts.overview,
            content: details ? props.overviewOf(details) : <SkeletonText lines={8} />,
          },
          {
            id: "yaml",
            label: "YAML",
            content: details ? (
              <ObjectYaml object={details.object as object} name={name} title={title} />
            ) : null,
          },
          {
            id: "history",
            label: texts.history,
            content: <HistoryList kind={props.kind} virtualCluster={props.virtualCluster} name={name} />,
          },
        ]}
      />
    </>
  );
}

export interface NextStepProps {
  title: string;
  /** Where it takes the role editor. */
  virtualCluster: string;
  /** What the next step creates. */
  kind: ChangedKind;
  href: string;
  /** What the link does: "Create a gateway". */
  action: string;
  /** Why it is the next step. */
  children: ReactNode;
}

/** The next step after this object, on the way to a site that answers over HTTPS. */
export function NextStep({ title, virtualCluster, kind, href, action, children }: NextStepProps) {
  return (
    <Callout
      title={title}
      actions={
        <AllowedLink
          needs={["editor", virtualCluster, kind]}
          size="sm"
          variant="primary"
          href={href}
          icon={<ArrowRight aria-hidden />}
        >
          {action}
        </AllowedLink>
      }
    >
      {children}
    </Callout>
  );
}
