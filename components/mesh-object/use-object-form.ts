"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { type FieldValues, useForm, useWatch } from "react-hook-form";
import type { z } from "zod";
import type { Draft, MeshObjectDetails } from "@/lib/api/mesh-object";
import { reviewQuery } from "@/lib/client/review";
import { same } from "@/lib/istio/edit/same";
import { type Kind, kindEntry } from "@/lib/istio/kinds";
import { nextObject } from "@/lib/istio/kinds/next-object";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import { sameInput } from "./same-input";
import { useSettled } from "./use-settled";

/** A form that the schema has read: with a name, whatever else the kind has. */
export type ReadForm = { name: string };

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
  const [base, setBase] = useState(details);
  const [edited, setEdited] = useState<KubernetesObject | null>(null);
  const form = useForm<FieldValues, unknown, ReadForm>({
    defaultValues: (base?.form ?? emptyForm) as FieldValues,
    resolver: zodResolver(schema),
    mode: "onChange",
    // The focus goes to the first wrong field of any kind, see `focusFirstInvalid`.
    shouldFocusError: false,
  });
  const values = useSettled(useWatch({ control: form.control }), pauseInMilliseconds);
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

  /** Starts anew from what stands in the cluster, with these values in the form. */
  function rebase(theirs: MeshObjectDetails, chosen: FieldValues, object: KubernetesObject | null): void {
    setBase(theirs);
    setEdited(object);
    form.reset(theirs.form as FieldValues);
    form.reset(chosen, { keepDefaultValues: true });
  }

  const isDirty = base && next ? !same(next, base.object) : !sameInput(values, base?.form ?? emptyForm);
  return { form, schema, base, edited, next, draft, review, isDirty, takeObject, rebase };
}

export type ObjectFormState = ReturnType<typeof useObjectForm>;
