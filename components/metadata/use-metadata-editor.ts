"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useDraft } from "@/components/mesh-object/editor/use-draft";
import type { KeyValue } from "@/components/ui/form/key-value-editor";
import { showToast } from "@/components/ui/overlay/toast";
import type { Metadata, MetadataCheck, MetadataEntry } from "@/lib/api/metadata";
import { ApiProblem } from "@/lib/client/request";
import { checkMetadata, metadataQuery, saveMetadata } from "@/lib/client/virtual-clusters";
import {
  applyPatch,
  emptyDraft,
  type MetadataDraft,
  otherPairs,
  patchOf,
  withField,
  withoutSecrets,
} from "./draft";
import { hasProblems, problemsOf } from "./problems";

/** State of the metadata form: what was changed, what is wrong with it, saving it and checking what is stored. */
export function useMetadataEditor(virtualCluster: string, entries: readonly MetadataEntry[]) {
  const client = useQueryClient();
  const { queryKey } = metadataQuery(virtualCluster);
  const [draft, setDraft] = useState<MetadataDraft>(emptyDraft);
  const [refused, setRefused] = useState<Record<string, string>>({});
  /** Goes up with each press of "Save" that found something wrong. */
  const [attempts, setAttempts] = useState(0);
  /** Goes up with each save; fields that hold a secret begin anew with it. */
  const [saves, setSaves] = useState(0);
  const patch = patchOf(entries, draft);
  const problems = problemsOf(entries, draft);
  const isDirty = Object.keys(patch).length > 0 || hasProblems(problems);
  const content = useMemo(() => withoutSecrets(entries, draft), [entries, draft]);
  const kept = useDraft({
    key: `metadata/${virtualCluster}`,
    content,
    // What only a secret changes can't be kept.
    isDirty: isDirty && content !== emptyDraft,
    isDone: false,
    restore: setDraft,
  });

  const check = useMutation<MetadataCheck>({ mutationFn: () => checkMetadata(virtualCluster) });
  const save = useMutation({
    mutationFn: (changes: Record<string, string | null>) => saveMetadata(virtualCluster, changes),
    onMutate: async (changes) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData<Metadata>(queryKey);
      client.setQueryData<Metadata>(
        queryKey,
        (data) => data && { ...data, items: applyPatch(data.items, changes) },
      );
      return { before };
    },
    onSuccess: (saved, changes) => {
      client.setQueryData<Metadata>(queryKey, saved);
      setDraft(emptyDraft);
      setRefused({});
      setSaves((count) => count + 1);
      showToast({ id: "metadata", tone: "success", title: `Metadata of ${virtualCluster} saved` });
      if (shouldCheck(saved, changes)) check.mutate();
      else check.reset();
    },
    onError: (error, _, context) => {
      client.setQueryData(queryKey, context?.before);
      const places = error instanceof ApiProblem ? (error.problem.errors ?? []) : [];
      setRefused(Object.fromEntries(places.map(({ path, message }) => [String(path[0]), message])));
      setAttempts((count) => count + 1);
      if (places.length === 0)
        showToast({
          id: "metadata",
          tone: "error",
          title: "The metadata was not saved",
          description: error.message,
        });
    },
  });

  function edit(next: (before: MetadataDraft) => MetadataDraft, touched: string[] = []) {
    setDraft(next);
    setRefused((before) =>
      Object.fromEntries(Object.entries(before).filter(([key]) => !touched.includes(key))),
    );
    if (check.data) check.reset();
  }

  return {
    draft,
    problems: {
      fields: { ...refused, ...problems.fields },
      others: problems.others.map((problem, index) => {
        const message = refused[draft.others?.now[index]?.key ?? ""];
        return problem ?? (message ? { value: message } : undefined);
      }),
    },
    changedKeys: Object.keys(patch),
    dirty: isDirty,
    restoredAt: kept.restoredAt,
    attempts,
    saves,
    saving: save.isPending,
    check,
    setField: (key: string, value: string | null | undefined) =>
      edit((draft) => withField(entries, draft, key, value), [key]),
    setOthers: (now: readonly KeyValue[]) =>
      edit(
        (draft) => ({ ...draft, others: { before: draft.others?.before ?? otherPairs(entries), now } }),
        now.map(({ key }) => key),
      ),
    discard: () => {
      kept.forget();
      setDraft(emptyDraft);
      setRefused({});
      setSaves((count) => count + 1);
    },
    submit: () => {
      if (hasProblems(problems)) setAttempts((count) => count + 1);
      else if (Object.keys(patch).length > 0 && !save.isPending) save.mutate(patch);
    },
  };
}

/** After a change of a provider's keys, once all of them are there. */
function shouldCheck({ items, groups }: Metadata, changes: Record<string, string | null>): boolean {
  return groups.some(({ title, checkable }) => {
    const keys = items.filter(({ wellKnown }) => wellKnown?.group === title);
    const isComplete = keys.every(({ set, wellKnown }) => set || wellKnown?.optional);
    return checkable && isComplete && keys.some(({ key }) => key in changes);
  });
}
