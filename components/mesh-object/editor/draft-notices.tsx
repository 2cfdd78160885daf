"use client";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/notices";
import { formatTime } from "@/components/ui/time/format-time";
import { type FormTabs, joinFormTabs } from "@/lib/client/form-tabs";
import { texts } from "./texts";

export interface RestoredNoticeProps {
  /** When it was typed, in milliseconds; null when nothing was restored. */
  at: number | null;
  onDiscard: () => void;
}

/** Says that a draft was restored into the form, and offers to start over. */
export function RestoredNotice({ at, onDiscard }: RestoredNoticeProps) {
  if (at === null) return null;
  return (
    <Callout
      title={texts.restored({ time: formatTime(at) })}
      actions={
        <Button size="sm" onClick={onDiscard}>
          {texts.discard}
        </Button>
      }
    />
  );
}

/** Says that the same form is open in another tab of this browser. */
export function OpenElsewhereNotice({ tabs }: { tabs: FormTabs }) {
  if (!tabs.isOpenElsewhere) return null;
  return <Callout title={texts.openElsewhere}>{texts.openElsewhereHelp}</Callout>;
}

const alone: FormTabs = { isOpenElsewhere: false, isSavedElsewhere: false };

/** The number of other tabs with this form; pass null for a form that several tabs may fill in. */
export function useFormTabs(key: string | null) {
  const [tabs, setTabs] = useState(alone);
  const joined = useRef<ReturnType<typeof joinFormTabs>>(undefined);
  useEffect(() => {
    if (key === null) return;
    const form = joinFormTabs(key, setTabs);
    joined.current = form;
    addEventListener("pagehide", form.leave);
    return () => {
      removeEventListener("pagehide", form.leave);
      form.leave();
      joined.current = undefined;
    };
  }, [key]);
  return { tabs, announceSaved: () => joined.current?.saved() };
}
