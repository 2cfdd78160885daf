"use client";
import { useEffect, useRef } from "react";
import { Button } from "./button";

export interface EndSentinelProps {
  /** There is more to fetch. */
  more: boolean;
  busy: boolean;
  /** The button's words: "Show older events". */
  label: string;
  onReached: () => void;
}

/** The end of a list that grows: fetches more when it comes near, by scrolling or by its button. */
export function EndSentinel({ more, busy, label, onReached }: EndSentinelProps) {
  const box = useRef<HTMLDivElement>(null);
  const reached = useRef(onReached);
  reached.current = onReached;
  useEffect(() => {
    const element = box.current;
    if (!element || !more || busy) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && reached.current(),
      { rootMargin: "600px" },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [more, busy]);
  if (!more) return null;
  return (
    <div ref={box} className="flex justify-center py-2">
      <Button variant="ghost" busy={busy} onClick={onReached}>
        {label}
      </Button>
    </div>
  );
}
