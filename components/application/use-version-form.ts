"use client";
import type { FieldValues } from "react-hook-form";
import type { z } from "zod";
import type { ReadForm } from "@/components/mesh-object/editor-base";
import { useEditorForm } from "@/components/mesh-object/use-editor-form";
import type { SaveRequest } from "@/components/mesh-object/use-saving";
import { deploymentFormSchema } from "@/lib/istio/deployment/form";
import type { VersionDetailsRead } from "./use-save-version";

const schema = deploymentFormSchema as unknown as z.ZodType<ReadForm, FieldValues>;

/** The state of a version's form: all that a version has stands in its fields, so it is never sent as an object. */
export function useVersionForm(details: VersionDetailsRead | null, emptyForm: object) {
  const editor = useEditorForm({ schema, details, emptyForm });
  const { form, base, isChanged } = editor;

  function requestOf(values: FieldValues, upon: VersionDetailsRead | null): SaveRequest<VersionDetailsRead> {
    const read = schema.safeParse(values);
    return { form: read.success ? read.data : (values as ReadForm), base: upon, object: null };
  }

  return {
    form,
    base,
    isDirty: isChanged,
    requestNow: () => requestOf(form.getValues(), base),
    rebase(theirs: VersionDetailsRead, joined: unknown) {
      const values = joined as FieldValues;
      editor.rebase(theirs, values);
      return schema.safeParse(values).success ? requestOf(values, theirs) : null;
    },
  };
}
