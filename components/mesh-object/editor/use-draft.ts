"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { useSettled } from "@/components/ui/use-settled";
import { type Draft, dropDraft, keepDraft, readDraft } from "@/lib/client/drafts";

export interface DraftOptions<Content> {
  /** Identifies the form: kind, virtual cluster and object. */
  key: string;
  /** The form's current content, without secrets; the same value until something changes. */
  content: Content;
  /** Whether it has unsaved changes. */
  isDirty: boolean;
  /** Whether it was saved, and the page is about to close. */
  isDone: boolean;
  /** Restores a draft into the form; called once, after the first paint. */
  restore: (content: Content) => void;
}

const pauseInMilliseconds = 300;

/**
 * Keeps your input as this tab's draft of the form, and restores it when you return. `restoredAt` is when it was
 * typed, in milliseconds, until it is saved or discarded.
 */
export function useDraft<Content>(options: DraftOptions<Content>) {
  const { key, isDirty, isDone } = options;
  const [restored, setRestored] = useState<Draft<Content> | null>(null);
  const now = useRef(options);
  now.current = options;
  const wasDirty = useRef(false);
  const settled = useSettled(options.content, pauseInMilliseconds);

  useEffect(() => {
    const draft = readDraft<Content>(key);
    if (!draft) return;
    now.current.restore(draft.content);
    setRestored(draft);
  }, [key]);

  const keep = useCallback(() => {
    const { content, isDirty, isDone } = now.current;
    if (isDirty && !isDone) keepDraft(key, content);
  }, [key]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `settled` isn’t read, but says that typing has paused, which is when the draft is stored
  useEffect(() => {
    if (isDirty && !isDone) {
      wasDirty.current = true;
      keep();
    } else if (wasDirty.current) {
      wasDirty.current = false;
      dropDraft(key);
      setRestored(null);
    }
  }, [settled, isDirty, isDone]);

  useEffect(() => {
    addEventListener("pagehide", keep);
    return () => {
      removeEventListener("pagehide", keep);
      keep();
    };
  }, [keep]);

  const forget = () => {
    dropDraft(key);
    setRestored(null);
  };
  return { restoredAt: restored?.at ?? null, keep, forget };
}
