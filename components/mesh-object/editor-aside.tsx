"use client";
import { useMemo, useState } from "react";
import { Tabs } from "@/components/ui/tabs";
import type { Kind } from "@/lib/istio/kinds";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import { ChangesPane } from "./changes-pane";
import { ChecksPane } from "./checks-pane";
import { notesOf } from "./notes-of";
import type { ObjectFormState } from "./use-object-form";
import { YamlPane } from "./yaml-pane";

export interface EditorAsideProps {
  kind: Kind;
  virtualCluster: string;
  state: ObjectFormState;
  onShowField: (path: readonly (string | number)[]) => void;
}

/** Beside a form: what the checks say, the YAML, and what saving would change. */
export function EditorAside({ kind, virtualCluster, state, onShowField }: EditorAsideProps) {
  const [tab, setTab] = useState("checks");
  const [typed, setTyped] = useState<string | null>(null);
  const { base, next, draft, review } = state;
  const name = next?.metadata.name ?? base?.name ?? "";
  const found = review.data;
  const isReadable = draft !== null;
  // A review of what the form said before marks nothing in what it says now.
  const current = isReadable && !review.isPlaceholderData ? found : undefined;
  const notes = useMemo(() => (current ? notesOf(current, { kind, name }) : []), [current, kind, name]);
  const count =
    isReadable && found ? found.problems.length + found.refusals.length + found.findings.length : 0;
  return (
    <Tabs
      label="Beside the form"
      value={tab}
      onValueChange={(next) => {
        // What the form has taken is followed there from now on; what it could not read waits.
        if (!state.hasUnreadText) setTyped(null);
        setTab(next);
      }}
      tabs={[
        {
          id: "checks",
          label: "Checks",
          ...(count > 0 ? { count } : {}),
          content: (
            <ChecksPane
              review={found}
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
              standing={(base?.object ?? null) as KubernetesObject | null}
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
          label: "Changes",
          content: <ChangesPane current={(base?.object ?? null) as object | null} next={next} name={name} />,
        },
      ]}
    />
  );
}
