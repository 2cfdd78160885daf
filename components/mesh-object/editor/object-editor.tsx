"use client";
import type { ReactNode } from "react";
import { ReviewContext } from "@/components/mesh-object/fields/field-notes";
import type { EditorProps } from "@/components/mesh-object/object-form-page";
import { type LinkedKind, listHref, objectHref, titleOf } from "@/components/mesh-object/pages/kind-pages";
import type { Kind } from "@/lib/istio/kinds";
import { EditorAside } from "./editor-aside";
import { EditorFrame } from "./editor-frame";
import { type ReadForm, useObject } from "./use-object";
import { type ObjectFormState, useObjectForm } from "./use-object-form";
import { useSaveObject } from "./use-saving";

interface CommonProps extends EditorProps {
  /** The initial values of a new object's form. */
  emptyForm: object;
  /** The name on the Create button; default: the kind's title. */
  newTitle?: string | undefined;
  savedText?: string | undefined;
  /** The fields; they access the form through `useFormContext`. */
  children: ReactNode | ((state: ObjectFormState) => ReactNode);
}

interface Ways {
  savedHref: (form: ReadForm) => string;
  cancelHref: string;
}

/** For a kind with pages elsewhere: where its form leads. */
export type ObjectEditorProps = CommonProps &
  (({ kind: LinkedKind } & Partial<Ways>) | ({ kind: Kind } & Ways));

/** The form of an object: its fields in the common frame, reviewed by the server, beside its YAML. */
export function ObjectEditor(props: ObjectEditorProps) {
  const { kind, virtualCluster, details, emptyForm, children } = props;
  const state = useObjectForm({ kind, virtualCluster, details, emptyForm });
  const { base, draft, review } = state;
  const draftKey = draftKeyOf(kind, virtualCluster, details?.name);
  const saving = useSaveObject(kind, virtualCluster, draftKey);
  const { outcome } = saving;
  // Also a new object that was created after you stopped waiting.
  const awaited = outcome.state === "late" ? outcome.request.form.name : undefined;
  const latest = useObject(kind, virtualCluster, base?.name ?? awaited);
  const { savedHref, cancelHref } = waysOf(props, base?.name);
  return (
    <ReviewContext value={draft ? (review.data ?? null) : null}>
      <EditorFrame
        kind={kind}
        draftKey={draftKey}
        title={titleOf(kind)}
        newTitle={props.newTitle}
        state={state}
        saving={saving}
        latest={latest}
        savedText={props.savedText}
        savedHref={savedHref}
        cancelHref={cancelHref}
        aside={(onShowField) => (
          <EditorAside kind={kind} virtualCluster={virtualCluster} state={state} onShowField={onShowField} />
        )}
      >
        {typeof children === "function" ? children(state) : children}
      </EditorFrame>
    </ReviewContext>
  );
}

/** The URL may fill in the form of a new object; another URL is another form. */
function draftKeyOf(kind: Kind, virtualCluster: string, name: string | undefined): string {
  return name === undefined
    ? `${kind}/${virtualCluster}/new${location.pathname}${location.search}`
    : `${kind}/${virtualCluster}/edit/${name}`;
}

function waysOf(props: ObjectEditorProps, name: string | undefined): Ways {
  const { kind, virtualCluster, savedHref, cancelHref } = props;
  if (savedHref && cancelHref !== undefined) return { savedHref, cancelHref };
  const linked = kind as LinkedKind;
  return {
    savedHref: (form) => objectHref(linked, virtualCluster, form.name),
    cancelHref:
      name === undefined ? listHref(linked, virtualCluster) : objectHref(linked, virtualCluster, name),
  };
}
