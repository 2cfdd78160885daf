import { cn } from "@/components/ui/cn";
/** The first thing the Tab key meets: past the navigation to the page. */
export function SkipLink() {
  return (
    <a
      href="#main"
      className={cn(
        "fixed top-2 left-2 z-60 -translate-y-16 rounded-md bg-accent px-3 py-2 font-medium",
        "text-on-accent text-sm focus:translate-y-0",
      )}
    >
      Skip to the page
    </a>
  );
}
