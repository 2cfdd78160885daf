"use client";
import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { cn } from "@/components/ui/cn";
import { deferred } from "@/components/ui/deferred";
import { Skeleton } from "@/components/ui/skeleton";

const YamlDiff = deferred(
  () => import("@/components/yaml/yaml-diff").then((module) => module.YamlDiff),
  () => <Skeleton className="h-72 w-full" />,
);

/** A diff behind a button; nothing of it is loaded before. */
export function ShownChanges({ label, current, next }: { label: string; current: string; next: string }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <div className="grid gap-2">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        className="flex w-fit cursor-pointer items-center gap-1 rounded-sm text-muted text-sm hover:text-ink"
      >
        <ChevronRight aria-hidden className={cn("size-4 transition-transform", open && "rotate-90")} />
        {open ? "Hide changes" : "Show changes"}
        <span className="sr-only">: {label}</span>
      </button>
      {open ? (
        <div id={id}>
          <YamlDiff label={label} current={current} next={next} className="h-72" />
        </div>
      ) : null}
    </div>
  );
}
