"use client";
import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { Kbd } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import type { SearchObjects } from "./palette/use-object-search";
import { texts } from "./texts";

const CommandPalette = dynamic(
  () => import("./palette/command-palette").then((module) => module.CommandPalette),
  {
    ssr: false,
  },
);

const ShortcutsDialog = dynamic(() => import("./shortcuts-dialog").then((module) => module.ShortcutsDialog), {
  ssr: false,
});

export interface SearchButtonProps {
  searchObjects?: SearchObjects | undefined;
  onSignOut?: (() => void | Promise<void>) | undefined;
}

function isSearchKey(event: KeyboardEvent): boolean {
  const { key, metaKey, ctrlKey, shiftKey, altKey } = event;
  return key.toLowerCase() === "k" && (metaKey || ctrlKey) && !shiftKey && !altKey;
}

/** Not while you type into a field, and not over a dialog. */
function isShortcutsKey({ key, metaKey, ctrlKey, altKey, target }: KeyboardEvent): boolean {
  if (key !== "?" || metaKey || ctrlKey || altKey || "modal" in document.documentElement.dataset)
    return false;
  return !(target instanceof Element && target.closest("input, textarea, select, [contenteditable]"));
}

/**
 * Opens the command palette, like ⌘K and Ctrl+K; `?` opens the list of all keys. The code of both loads on first
 * use.
 */
export function SearchButton(props: SearchButtonProps) {
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  /** Null until first used. */
  const [shortcuts, setShortcuts] = useState<boolean | null>(null);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (isShortcutsKey(event)) setShortcuts(true);
      else if (isSearchKey(event)) {
        setWanted(true);
        setOpen((now) => !now);
      } else return;
      event.preventDefault();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);

  return (
    <>
      <div className="relative">
        <button
          type="button"
          aria-haspopup="dialog"
          aria-label={texts.opensSearch}
          aria-keyshortcuts="Meta+K Control+K"
          onPointerEnter={() => void import("./palette/command-palette")}
          onClick={() => {
            setWanted(true);
            setOpen(true);
          }}
          className={cn(
            "flex h-8 cursor-pointer items-center gap-2 rounded-md text-subtle text-sm",
            "transition-colors hover:text-ink max-lg:size-8 max-lg:justify-center",
            "max-lg:hover:bg-hover max-sm:size-9 lg:w-56 lg:border lg:border-line-strong",
            "lg:bg-surface lg:pr-1.5 lg:pl-2.5 lg:hover:border-control",
          )}
        >
          <Search aria-hidden className="size-4 shrink-0" />
          <span className="max-lg:hidden">{texts.search}</span>
        </button>
        {/* Beside the button: its name has to contain its text, and `aria-keyshortcuts` tells the keys. */}
        <span
          aria-hidden
          className="pointer-events-none absolute inset-y-0 right-1.5 flex items-center gap-0.5 max-lg:hidden"
        >
          <Kbd>{texts.controlKey}</Kbd>
          <Kbd>{texts.searchKey}</Kbd>
        </span>
      </div>
      {wanted ? (
        <CommandPalette
          open={open}
          onOpenChange={setOpen}
          onShowShortcuts={() => setShortcuts(true)}
          {...props}
        />
      ) : null}
      {shortcuts === null ? null : <ShortcutsDialog open={shortcuts} onOpenChange={setShortcuts} />}
    </>
  );
}
