"use client";
import { useMemo, useState } from "react";
import { deferred } from "@/components/ui/deferred";
import { EmptyState } from "@/components/ui/notices";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import type { Review } from "@/lib/api/mesh-object";
import type { Kind } from "@/lib/istio/kinds";
import { toYaml } from "@/lib/istio/yaml/write";
import type { KubernetesObject } from "@/lib/model/object";
import { ChecksPane } from "./checks-pane";
import { texts } from "./texts";
import type { ObjectFormState } from "./use-object-form";
import { type YamlNote, YamlPane } from "./yaml-pane";

export interface EditorAsideProps {
  kind: Kind;
  virtualCluster: string;
  state: ObjectFormState;
  onShowField: (path: readonly (string | number)[]) => void;
}

/** Beside a form: the results of the checks, the YAML, and what saving would change. */
export function EditorAside({ kind, virtualCluster, state, onShowField }: EditorAsideProps) {
  const [tab, setTab] = useState("checks");
  const { base, next, draft, review, isReviewed, typed, setTyped } = state;
  const name = next?.metadata.name ?? base?.name ?? "";
  const found = review.data;
  const isReadable = draft !== null;
  // A review of an earlier state of the form marks nothing in the current one.
  const current = isReadable && !review.isPlaceholderData ? found : undefined;
  const notes = useMemo(() => (current ? notesOf(current, { kind, name }) : []), [current, kind, name]);
  const count =
    isReadable && found ? found.problems.length + found.refusals.length + found.findings.length : 0;
  return (
    <Tabs
      label={texts.besideForm}
      value={tab}
      onValueChange={(next) => {
        // The YAML follows what the form has accepted; what the form couldn't read waits.
        if (!state.hasUnreadText) setTyped(null);
        setTab(next);
      }}
      tabs={[
        {
          id: "checks",
          label: texts.checks,
          ...(count > 0 ? { count } : {}),
          content: (
            <ChecksPane
              review={found}
              isReviewed={isReviewed}
              isReadable={isReadable}
              isChecking={review.isFetching}
              error={review.error}
              about={{ kind, name }}
              onShowField={onShowField}
            />
          ),
        },
        {
          id: "yaml",
          label: "YAML",
          content: (
            <YamlPane
              kind={kind}
              virtualCluster={virtualCluster}
              name={base?.name}
              existing={(base?.object ?? null) as KubernetesObject | null}
              next={next}
              onObject={state.takeObject}
              typed={typed}
              onTyped={setTyped}
              onUnread={state.setHasUnreadText}
              notes={notes}
            />
          ),
        },
        {
          id: "changes",
          label: texts.changes,
          content: <ChangesPane current={(base?.object ?? null) as object | null} next={next} name={name} />,
        },
      ]}
    />
  );
}

const height = "h-[calc(100dvh-19rem)] min-h-72";
const YamlDiff = deferred(
  () => import("@/components/yaml/yaml-diff").then((module) => module.YamlDiff),
  () => <Skeleton className={`w-full ${height}`} />,
);

export interface ChangesPaneProps {
  /** The current object in the cluster; null for a new one. */
  current: object | null;
  /** The form's object; null while the form is invalid. */
  next: KubernetesObject | null;
  name: string;
}

/** What saving would change, line by line. */
export function ChangesPane({ current, next, name }: ChangesPaneProps) {
  if (!next) return <EmptyState title={texts.notYet} description={texts.notYetHelp} />;
  const before = current ? toYaml(current) : "";
  const after = toYaml(next);
  if (before === after) return <EmptyState title={texts.noChanges} description={texts.noChangesHelp} />;
  return <YamlDiff label={texts.changesOf({ name })} current={before} next={after} className={height} />;
}

/** The review's problems by place in the object, for its YAML. */
export function notesOf(review: Review, about: { kind: string; name: string }): YamlNote[] {
  const refusals = review.refusals.map(({ objectPath, message, manager }) => ({
    path: objectPath,
    message,
    severity: manager === undefined ? ("error" as const) : ("warning" as const),
  }));
  const findings = review.findings
    .filter(({ object }) => object.kind === about.kind && object.name === about.name)
    .map(({ path, message, severity }) => ({
      path,
      message,
      severity: severity === "error" ? severity : ("warning" as const),
    }));
  return [...refusals, ...findings];
}
