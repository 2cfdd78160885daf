"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { FieldValues } from "react-hook-form";
import type { z } from "zod";
import type { Draft, MeshObjectDetails } from "@/lib/api/mesh-object";
import { reviewQuery } from "@/lib/client/review";
import { same } from "@/lib/istio/edit/same";
import { type Kind, kindEntry } from "@/lib/istio/kinds";
import { nextObject } from "@/lib/istio/kinds/next-object";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import type { ReadForm } from "./editor-base";
import { sameInput } from "./same-input";
import { useEditorForm } from "./use-editor-form";
import type { SaveRequest } from "./use-saving";
import { useSettled } from "./use-settled";

export interface ObjectFormOptions {
  kind: Kind;
  virtualCluster: string;
  /** The object as it was read; null for a new one. */
  details: MeshObjectDetails | null;
  emptyForm: object;
}

const pauseInMilliseconds = 350;

/**
 * The state of a form page: the form, the object that it starts from, the object that it would make, and the
 * server's review of that. `edited` is the object as somebody wrote it in YAML, when it has fields that no
 * form has.
 */
export function useObjectForm({ kind, virtualCluster, details, emptyForm }: ObjectFormOptions) {
  const schema = kindEntry(kind).formSchema as z.ZodType<ReadForm, FieldValues>;
  const [edited, setEdited] = useState<KubernetesObject | null>(null);
  /** Text beside the form that cannot be read yet, and so stands in no field. */
  const [hasUnreadText, setHasUnreadText] = useState(false);
  const { form, base, values: live, isChanged, ...editor } = useEditorForm({ schema, details, emptyForm });
  const values = useSettled(live, pauseInMilliseconds);
  const read = useMemo(() => {
    const result = schema.safeParse(values);
    return result.success ? result.data : null;
  }, [schema, values]);
  const current = edited ?? ((base?.object ?? null) as KubernetesObject | null);
  const next = useMemo(
    () => (read ? nextObject(kind, read, virtualCluster, current) : null),
    [kind, read, virtualCluster, current],
  );
  const draft = useMemo<Draft | null>(() => {
    if (!read || !next) return null;
    return edited ? { kind, object: next as unknown as Record<string, unknown> } : { kind, form: read };
  }, [kind, read, next, edited]);
  const review = useQuery({ ...reviewQuery(virtualCluster, draft), placeholderData: keepPreviousData });

  /** Takes an object from the YAML into the form, and remembers it where the form cannot hold all of it. */
  function takeObject(written: KubernetesObject): void {
    const object = { ...written, metadata: { ...written.metadata, namespace: virtualCluster } };
    const formOf = kindEntry(kind).toForm(object) as FieldValues;
    const held = same(nextObject(kind, schema.parse(formOf), virtualCluster, current), object);
    if (!held) setEdited(object);
    form.reset(formOf, { keepDefaultValues: true });
    void form.trigger();
  }

  /** What saving the form as it stands asks for. */
  function requestNow(): SaveRequest<MeshObjectDetails> {
    const result = schema.safeParse(form.getValues());
    if (!result.success) return { form: form.getValues() as ReadForm, base, object: null };
    const object = edited ? nextObject(kind, result.data, virtualCluster, edited) : null;
    return { form: result.data, base, object };
  }

  /** Goes on from what stands in the cluster, with a form, or a whole object, in it. Null: it cannot be read. */
  function rebase(
    theirs: MeshObjectDetails,
    joined: unknown,
    isObject: boolean,
  ): SaveRequest<MeshObjectDetails> | null {
    const object = isObject ? (joined as KubernetesObject) : null;
    const chosen = (object ? kindEntry(kind).toForm(object) : joined) as FieldValues;
    setEdited(object);
    editor.rebase(theirs, chosen);
    const result = schema.safeParse(chosen);
    return result.success ? { form: result.data, base: theirs, object } : null;
  }

  const differs = base && next ? !same(next, base.object) : !sameInput(values, base?.form ?? emptyForm);
  // While somebody types, the object is not made anew; the form itself says then whether something is unsaved.
  const isDirty = hasUnreadText || differs || (values !== live && isChanged);
  return {
    form,
    base,
    next,
    draft,
    review,
    isDirty,
    takeObject,
    hasUnreadText,
    setHasUnreadText,
    requestNow,
    rebase,
  };
}

export type ObjectFormState = ReturnType<typeof useObjectForm>;
