"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useMemo, useState } from "react";
import { type FieldValues, useForm, useWatch } from "react-hook-form";
import type { z } from "zod";
import { useMay } from "@/components/access/use-missing-role";
import { useSettled } from "@/components/ui/use-settled";
import type { Draft } from "@/lib/api/mesh-object";
import { reviewQuery } from "@/lib/client/review";
import { same } from "@/lib/istio/edit/merge-edits";
import { formSchemaFor, type Kind, kindEntry } from "@/lib/istio/kinds";
import { nextObject } from "@/lib/istio/kinds/edited-object";
import type { KubernetesObject } from "@/lib/model/object";
import { namesToCheck, sameInput } from "./shown-errors";
import type { EditorBase, ReadForm } from "./use-object";
import type { SaveRequest } from "./use-saving";

/** The unsaved content of a form, serializable as JSON. */
export interface FormDraft {
  values: FieldValues;
  base: EditorBase | null;
  edited: KubernetesObject | null;
  /** Invalid YAML; null when there is none. */
  unreadText: string | null;
}

export interface ObjectFormOptions {
  kind: Kind;
  virtualCluster: string;
  /** The object as loaded; null for a new one. */
  details: EditorBase | null;
  emptyForm: object;
}

const pauseInMilliseconds = 350;

/**
 * The state of a form page: the form, the object it starts from, the object it would produce, and the server's
 * review of that. `current` is what the form edits: the existing object, or one that was written in YAML with
 * fields that no form has.
 */
export function useObjectForm({ kind, virtualCluster, details, emptyForm }: ObjectFormOptions) {
  const [base, setBase] = useState(details);
  const [edited, setEdited] = useState<KubernetesObject | null>(null);
  /** Invalid text beside the form, which is therefore in no field. */
  const [hasUnreadText, setHasUnreadText] = useState(false);
  /** YAML that was typed and differs from the form's own text. */
  const [typed, setTyped] = useState<string | null>(null);
  const current = edited ?? ((base?.object ?? null) as KubernetesObject | null);
  const schema = useMemo(() => schemaFor(kind, current), [kind, current]);
  const start = (base?.form ?? emptyForm) as FieldValues;
  const form = useForm<FieldValues, unknown, ReadForm>({
    defaultValues: start,
    resolver: zodResolver(schema),
    // A field reports a mistake only after you leave it; from then on its mark follows each key.
    mode: "onTouched",
    // The first invalid field of any type gets the focus, see `focusFirstInvalid`.
    shouldFocusError: false,
  });
  const live = useWatch({ control: form.control });
  const values = useSettled(live, pauseInMilliseconds);
  const parsed = useMemo(() => schema.safeParse(values), [schema, values]);
  const { errors, touchedFields } = form.formState;
  // An event, because checking changes `errors`, which must not check again.
  const check = useEffectEvent(({ error }: typeof parsed) => {
    const wrong = error?.issues.map(({ path }) => path.join(".")) ?? [];
    const names = namesToCheck(errors, touchedFields, wrong);
    if (names.length > 0) void form.trigger(names);
  });
  useEffect(() => check(parsed), [parsed]);
  const read = parsed.success ? parsed.data : null;
  const next = useMemo(
    () => (read ? nextObject(kind, read, virtualCluster, current) : null),
    [kind, read, virtualCluster, current],
  );
  const isNew = base === null;
  const draft = useMemo<Draft | null>(() => {
    if (!read || !next) return null;
    return edited ? { kind, isNew, object: { ...next } } : { kind, isNew, form: read };
  }, [kind, isNew, read, next, edited]);
  const isReviewed = useMay(["editor", virtualCluster, kind]);
  const review = useQuery({
    ...reviewQuery(virtualCluster, isReviewed ? draft : null),
    placeholderData: keepPreviousData,
  });

  /** Takes an object from the YAML into the form, and remembers the object if the form can't hold all of it. */
  function takeObject(written: KubernetesObject): void {
    const object = { ...written, metadata: { ...written.metadata, namespace: virtualCluster } };
    const formOf = kindEntry(kind).toForm(object) as FieldValues;
    const { data } = schemaFor(kind, current).safeParse(formOf);
    const held = data !== undefined && same(nextObject(kind, data, virtualCluster, current), object);
    if (!held) setEdited(object);
    form.reset(formOf, { keepDefaultValues: true });
    void form.trigger();
  }

  /** What saving the current form sends. */
  function requestNow(): SaveRequest {
    const result = schema.safeParse(form.getValues());
    if (!result.success) return { form: form.getValues() as ReadForm, base, object: null };
    const object = edited ? nextObject(kind, result.data, virtualCluster, edited) : null;
    return { form: result.data, base, object };
  }

  /** Continues from the cluster's object, with this form or whole object as the edit. Null if it is unreadable. */
  function rebase(theirs: EditorBase, joined: unknown, isObject: boolean): SaveRequest | null {
    const object = isObject ? (joined as KubernetesObject) : null;
    const chosen = (object ? kindEntry(kind).toForm(object) : joined) as FieldValues;
    setEdited(object);
    setBase(theirs);
    form.reset(theirs.form as FieldValues);
    form.reset(chosen, { keepDefaultValues: true });
    const result = schemaFor(kind, object ?? (theirs.object as KubernetesObject)).safeParse(chosen);
    return result.success ? { form: result.data, base: theirs, object } : null;
  }

  const unreadText = hasUnreadText ? typed : null;
  const content = useMemo<FormDraft>(
    () => ({ values: live, base, edited, unreadText }),
    [live, base, edited, unreadText],
  );

  /** Restores this state of the form, based on the object at that time, so that later changes are noticed. */
  function restore(draft: FormDraft): void {
    // Nothing that the form shows has changed, so the current object will do.
    const isCurrent = details && draft.base && !draft.edited && same(details.form, draft.base.form);
    const under = isCurrent ? details : draft.base;
    setBase(under);
    setEdited(draft.edited);
    setTyped(draft.unreadText);
    setHasUnreadText(draft.unreadText !== null);
    form.reset((under?.form ?? emptyForm) as FieldValues);
    form.reset(draft.values, { keepDefaultValues: true });
  }

  /** Starts over with the current object, or with an empty form. */
  function discard(from: EditorBase | null): void {
    restore({ values: (from?.form ?? emptyForm) as FieldValues, base: from, edited: null, unreadText: null });
  }

  const differs = base && next ? !same(next, base.object) : !sameInput(values, start);
  // The object isn't rebuilt on every key; meanwhile, the form itself tells whether something is unsaved. With YAML
  // that the form can't hold, it tells only a part.
  const differsMeanwhile = () => (edited !== null && differs) || !sameInput(live, start);
  const isDirty = hasUnreadText || (values === live ? differs : differsMeanwhile());
  return {
    form,
    values: live,
    base,
    current,
    next,
    draft,
    review,
    isReviewed,
    isDirty,
    takeObject,
    hasUnreadText,
    setHasUnreadText,
    typed,
    setTyped,
    content,
    restore,
    discard,
    requestNow,
    rebase,
  };
}

export type ObjectFormState = ReturnType<typeof useObjectForm>;

function schemaFor(kind: Kind, object: KubernetesObject | null): z.ZodType<ReadForm, FieldValues> {
  return formSchemaFor(kind, object) as z.ZodType<ReadForm, FieldValues>;
}
