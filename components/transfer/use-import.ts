"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useSettled } from "@/components/ui/use-settled";
import { importObjects, importPreviewQuery } from "@/lib/client/review";
import { writable } from "./import-actions";
import type { ImportConsent } from "./import-confirmation";

const pauseInMilliseconds = 400;
const noConsent: ImportConsent = { force: false, ignoreFindings: false };

/** The state of an import: the text, what it would do, what of it is chosen, and what came of it. */
export function useImport(virtualCluster: string) {
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const [consent, setConsent] = useState(noConsent);
  const paused = useSettled(text, pauseInMilliseconds);
  // An emptied text counts at once.
  const settled = text === "" ? "" : paused;

  // Without the documents that are left out, others may find less, or more, to complain of.
  const whole = useQuery(importPreviewQuery(virtualCluster, { text: settled }));
  const only = whole.data?.documents.map(({ index }) => index).filter((index) => !left.has(index));
  const part = useQuery({
    ...importPreviewQuery(virtualCluster, { text: settled, ...(only ? { only } : {}) }),
    enabled: left.size > 0 && only !== undefined,
  });
  const preview = left.size > 0 ? part : whole;
  const documents = settled.trim() === "" ? undefined : (preview.data ?? whole.data)?.documents;
  const toWrite = documents?.filter((document) => writable(document) && !left.has(document.index)) ?? [];

  const apply = useMutation({
    mutationFn: () =>
      importObjects(virtualCluster, {
        text: settled,
        apply: true,
        only: toWrite.map(({ index }) => index),
        ...consent,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: ["findings", virtualCluster] }),
  });

  return {
    text,
    setText(next: string) {
      setText(next);
      setLeft(new Set());
      setConsent(noConsent);
      apply.reset();
    },
    preview,
    documents,
    /** The text has changed since the preview. */
    stale: text !== settled || preview.isFetching,
    isChosen: (index: number) => !left.has(index),
    choose(index: number, chosen: boolean) {
      const next = new Set(left);
      if (chosen) next.delete(index);
      else next.add(index);
      setLeft(next);
      apply.reset();
    },
    toWrite,
    consent,
    setConsent,
    apply,
    resultOf: (index: number) => apply.data?.documents.find((one) => one.index === index)?.result ?? null,
  };
}
