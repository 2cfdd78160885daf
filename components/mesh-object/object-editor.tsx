"use client";
import type { ReactNode } from "react";
import type { Kind } from "@/lib/istio/kinds";
import { EditorAside } from "./editor-aside";
import { EditorFrame } from "./editor-frame";
import { kindTitles, listHref, objectHref } from "./kind-pages";
import type { EditorProps } from "./object-form-page";
import { ReviewContext } from "./review-context";
import { useObject } from "./use-object";
import { useObjectForm } from "./use-object-form";
import { useSaveObject } from "./use-save-object";

export interface ObjectEditorProps extends EditorProps {
  kind: Kind;
  /** What a new object's form begins with. */
  emptyForm: object;
  savedText?: string | undefined;
  children: ReactNode;
}

/** The form of an object with rules: its fields in the frame of every form, reviewed by the server, beside its YAML. */
export function ObjectEditor(props: ObjectEditorProps) {
  const { kind, virtualCluster, details, emptyForm } = props;
  const state = useObjectForm({ kind, virtualCluster, details, emptyForm });
  const { base, draft, review } = state;
  const saving = useSaveObject(kind, virtualCluster);
  const standing = useObject(kind, virtualCluster, base?.name);
  return (
    <ReviewContext value={draft ? (review.data ?? null) : null}>
      <EditorFrame
        kind={kind}
        title={kindTitles[kind].title}
        state={state}
        saving={saving}
        standing={standing}
        savedText={props.savedText}
        savedHref={({ name }) => objectHref(kind, virtualCluster, name)}
        cancelHref={base ? objectHref(kind, virtualCluster, base.name) : listHref(kind, virtualCluster)}
        aside={(onShowField) => (
          <EditorAside kind={kind} virtualCluster={virtualCluster} state={state} onShowField={onShowField} />
        )}
      >
        {props.children}
      </EditorFrame>
    </ReviewContext>
  );
}
