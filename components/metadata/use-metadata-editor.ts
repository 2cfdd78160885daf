"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useDraft } from "@/components/mesh-object/editor/use-draft";
import type { KeyValue } from "@/components/ui/form/repeatable-list";
import { showToast } from "@/components/ui/overlay/toast";
import type { Metadata, MetadataCheck, MetadataEntry } from "@/lib/api/metadata";
import {
  checkMetadata,
  type MetadataOwner,
  type MetadataPatch,
  metadataQuery,
  saveMetadata,
} from "@/lib/client/metadata";
import { ApiProblem } from "@/lib/client/request";
import {
  applyPatch,
  emptyDraft,
  hasProblems,
  type MetadataDraft,
  otherPairs,
  patchOf,
  problemsOf,
  withField,
  withoutSecrets,
} from "./draft";
import { texts } from "./texts";

/** State of the metadata form: changes, problems, saving, and checking, saved or not. */
export function useMetadataEditor(owner: MetadataOwner, entries: readonly MetadataEntry[]) {
  const client = useQueryClient();
  const { queryKey } = metadataQuery(owner);
  const [draft, setDraft] = useState<MetadataDraft>(emptyDraft);
  const [refused, setRefused] = useState<Record<string, string>>({});
  /** Increments each time "Save" finds a problem. */
  const [attempts, setAttempts] = useState(0);
  /** Increments with each save; fields with a secret start over with it. */
  const [saves, setSaves] = useState(0);
  const patch = patchOf(entries, draft);
  const problems = problemsOf(entries, draft);
  const isDirty = Object.keys(patch).length > 0 || hasProblems(problems);
  const content = useMemo(() => withoutSecrets(entries, draft), [entries, draft]);
  const kept = useDraft({
    key: owner === null ? "settings" : `metadata/${owner}`,
    content,
    // A change of only a secret can't be kept as a draft.
    isDirty: isDirty && content !== emptyDraft,
    isDone: false,
    restore: setDraft,
  });

  const check = useMutation<MetadataCheck, Error, MetadataPatch>({
    mutationFn: (changes) => checkMetadata(owner, changes),
    onError: (error) => refuse(error),
  });
  const save = useMutation({
    mutationFn: (changes: MetadataPatch) => saveMetadata(owner, changes),
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
      showToast({
        id: "metadata",
        tone: "success",
        title: owner === null ? texts.savedSettings : texts.saved({ virtualCluster: owner }),
      });
      if (shouldCheck(saved, changes)) check.mutate({});
      else check.reset();
    },
    onError: (error, _, context) => {
      client.setQueryData(queryKey, context?.before);
      if (!refuse(error))
        showToast({
          id: "metadata",
          tone: "error",
          title: owner === null ? texts.saveSettingsFailed : texts.saveFailed,
          description: error.message,
        });
    },
  });

  /** Shows the server's errors at their fields; false when it names none. */
  function refuse(error: Error): boolean {
    const places = error instanceof ApiProblem ? (error.problem.errors ?? []) : [];
    setRefused(Object.fromEntries(places.map(({ path, message }) => [String(path[0]), message])));
    setAttempts((count) => count + 1);
    return places.length > 0;
  }

  function edit(next: (before: MetadataDraft) => MetadataDraft, touched: string[] = []) {
    setDraft(next);
    setRefused((before) =>
      Object.fromEntries(Object.entries(before).filter(([key]) => !touched.includes(key))),
    );
    if (!check.isIdle) check.reset();
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
    patch,
    /** False after focusing the first invalid field. */
    isSound: () => {
      if (!hasProblems(problems)) return true;
      setAttempts((count) => count + 1);
      return false;
    },
    refuse,
    check: {
      ...check,
      run: () => {
        if (hasProblems(problems)) setAttempts((count) => count + 1);
        else check.mutate(patch);
      },
    },
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

/** After a change of a provider's keys, once all of them are set. */
function shouldCheck({ items, groups }: Metadata, changes: MetadataPatch): boolean {
  return groups.some(({ title, checkable }) => {
    const keys = items.filter(({ wellKnown }) => wellKnown?.group === title);
    const isComplete = keys.every(({ set, wellKnown }) => set || wellKnown?.optional);
    return checkable && isComplete && keys.some(({ key }) => key in changes);
  });
}
