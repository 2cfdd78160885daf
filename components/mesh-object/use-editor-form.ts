"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { type FieldValues, useForm, useWatch } from "react-hook-form";
import type { z } from "zod";
import type { EditorBase, ReadForm } from "./editor-base";
import { sameInput } from "./same-input";

export interface EditorFormOptions<Base extends EditorBase> {
  schema: z.ZodType<ReadForm, FieldValues>;
  /** The object as it was read; null for a new one. */
  details: Base | null;
  emptyForm: object;
}

/**
 * The form of an object and what it starts from. `values` is what stands in it now, `isChanged` whether that is
 * something else than at the start: both follow each key pressed.
 */
export function useEditorForm<Base extends EditorBase>(options: EditorFormOptions<Base>) {
  const { schema, details, emptyForm } = options;
  const [base, setBase] = useState(details);
  const start = (base?.form ?? emptyForm) as FieldValues;
  const form = useForm<FieldValues, unknown, ReadForm>({
    defaultValues: start,
    resolver: zodResolver(schema),
    mode: "onChange",
    // The focus goes to the first wrong field of any kind, see `focusFirstInvalid`.
    shouldFocusError: false,
  });
  const values = useWatch({ control: form.control });

  /** Starts anew from what stands in the cluster, with these values in the form. */
  function rebase(theirs: Base, chosen: FieldValues): void {
    setBase(theirs);
    form.reset(theirs.form as FieldValues);
    form.reset(chosen, { keepDefaultValues: true });
  }

  return { form, base, values, isChanged: !sameInput(values, start), rebase };
}
