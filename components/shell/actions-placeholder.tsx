import { Bell, Search, Sun } from "lucide-react";
import { cn } from "@/components/ui/cn";

const box = "flex size-8 items-center justify-center text-subtle max-sm:size-9";

/** Stands where `ShellActions` will, of the same size, until its code is there. */
export function ActionsPlaceholder() {
  return (
    <div aria-hidden className="contents">
      <span
        className={cn(
          "flex h-8 items-center gap-2 text-subtle text-sm max-lg:size-8",
          "max-lg:justify-center max-sm:size-9 lg:w-56 lg:rounded-md lg:border",
          "lg:border-line-strong lg:bg-surface lg:pr-1.5 lg:pl-2.5",
        )}
      >
        <Search className="size-4 shrink-0" />
        <span className="max-lg:hidden">Search…</span>
      </span>
      <span className={box}>
        <Bell className="size-4" />
      </span>
      <span className={box}>
        <Sun className="size-4" />
      </span>
    </div>
  );
}
