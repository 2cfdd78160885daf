"use client";
import { Command as Palette } from "cmdk";
import { CornerDownLeft, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { useEffect, useMemo, useRef, useState } from "react";
import { Readable } from "@/components/gateway/host-name";
import { navigation } from "@/components/shell/navigation";
import { Kbd, Spinner } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { deferred } from "@/components/ui/deferred";
import { useModal } from "@/components/ui/overlay/dialog";
import { showToast } from "@/components/ui/overlay/toast";
import { leaveBy } from "@/components/ui/overlay/unsaved-guard";
import type { FoundObject as Found } from "@/lib/api/page";
import { type Command, useRegisteredCommands } from "./command-registry";
import { checkNow } from "./commands";
import type { DeleteFoundProps } from "./delete-found";
import { paletteScore } from "./palette-score";
import { texts } from "./texts";
import { type FoundObject, type SearchObjects, useObjectSearch } from "./use-object-search";

const DeleteFound = deferred<DeleteFoundProps>(
  () => import("./delete-found").then((module) => module.DeleteFound),
  () => null,
);

export interface CommandPaletteProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  searchObjects?: SearchObjects | undefined;
  onShowShortcuts: () => void;
  onSignOut?: (() => void | Promise<void>) | undefined;
}

/** Finds any page, action and object as you type. Loaded on first use. */
export function CommandPalette(props: CommandPaletteProps) {
  const { open, onOpenChange, searchObjects, onShowShortcuts, onSignOut } = props;
  const router = useRouter();
  const { setTheme } = useTheme();
  const [query, setQuery] = useState("");
  const registered = useRegisteredCommands();
  const list = useRef<HTMLDivElement>(null);
  const [selected, setSelected] = useState("");
  const [deleting, setDeleting] = useState<Found | null>(null);
  const { found, searching } = useObjectSearch(query, searchObjects);

  // Objects arrive a moment after the pages and actions, and go above them, but the user meant the entry that was
  // first before.
  useEffect(() => {
    if (searching) return;
    // The palette sorts its groups after rendering them.
    const frame = requestAnimationFrame(() => {
      const first = list.current?.querySelector("[cmdk-item]");
      setSelected(first?.getAttribute("data-value") ?? "");
    });
    return () => cancelAnimationFrame(frame);
  }, [searching]);

  const modal = useModal(open, () => onOpenChange(false));

  const groups = useMemo(() => {
    const pages = navigation.flatMap((group) =>
      group.entries.map((entry) => ({ id: entry.href, group: texts.goTo, ...entry })),
    );
    const own: Command[] = [
      {
        id: "shortcuts",
        title: texts.shortcuts,
        group: texts.panel,
        keywords: texts.shortcutsWords,
        run: onShowShortcuts,
      },
      { id: "theme.light", title: texts.lightTheme, group: texts.panel, run: () => setTheme("light") },
      { id: "theme.dark", title: texts.darkTheme, group: texts.panel, run: () => setTheme("dark") },
      { id: "theme.system", title: texts.systemTheme, group: texts.panel, run: () => setTheme("system") },
    ];
    if (onSignOut) own.push({ id: "sign-out", title: texts.signOut, group: texts.panel, run: onSignOut });
    return Map.groupBy<string, Command>(
      [...registered, ...pages, ...own],
      (command) => command.group ?? texts.actions,
    );
  }, [registered, setTheme, onShowShortcuts, onSignOut]);

  /** Actions without a page: an immediate check, a deletion in its dialog. */
  function act(run: FoundObject["run"]) {
    if (!run) return;
    const { virtualCluster, name } = run.object;
    if (run.verb === "check") void checkNow(virtualCluster ?? "", name);
    if (run.verb === "delete") setDeleting(run.object);
  }

  function choose(href: string | undefined, run?: () => void | Promise<void>, reason?: string) {
    if (reason) return showToast({ id: "reason", title: reason });
    onOpenChange(false);
    setQuery("");
    if (href) leaveBy(() => router.push(href));
    else void run?.();
  }

  return (
    <>
      {deleting ? <DeleteFound object={deleting} onClose={() => setDeleting(null)} /> : null}
      <dialog
        {...modal}
        aria-label={texts.label}
        className={cn(
          "fixed inset-x-3 top-3 mx-auto w-auto max-w-xl animate-pop-in overflow-hidden",
          "rounded-xl bg-raised text-ink shadow-high backdrop:bg-overlay sm:top-[14vh]",
          "sm:w-full",
        )}
      >
        {open ? (
          <Palette
            label={texts.label}
            loop
            filter={paletteScore}
            value={selected}
            onValueChange={setSelected}
          >
            <div className="flex items-center gap-2.5 border-line border-b px-4">
              {searching ? (
                <Spinner className="text-subtle" />
              ) : (
                <Search aria-hidden className="size-4 text-subtle" />
              )}
              <Palette.Input
                value={query}
                onValueChange={setQuery}
                placeholder={texts.placeholder}
                className="h-12 min-w-0 flex-1 bg-transparent text-base text-ink outline-none"
              />
              <Kbd>{texts.escape}</Kbd>
            </div>
            <Palette.List ref={list} className="max-h-[min(24rem,60dvh)] scroll-py-2 overflow-y-auto p-2">
              <Palette.Empty className="px-2 py-8 text-center text-muted text-sm">
                {searching ? texts.searching : texts.nothingFound({ query })}
              </Palette.Empty>
              {found.length > 0 ? (
                <Palette.Group heading={texts.objects} className={groupLooks}>
                  {found.map(({ icon: Icon, ...object }) => (
                    <Palette.Item
                      key={object.id}
                      value={`object ${object.id}`}
                      // The server found it for the typed text, perhaps by a host or a label, so it always matches.
                      keywords={[query]}
                      onSelect={() => choose(object.href, () => act(object.run), object.reason)}
                      className={itemLooks}
                    >
                      <Icon aria-hidden />
                      <span className="min-w-0 flex-1 truncate font-mono text-[0.8125rem]">
                        {object.name}
                        <Reason text={object.reason} />
                      </span>
                      <span className="shrink-0 text-subtle text-xs">
                        <Readable text={[object.kind, object.context].filter(Boolean).join(" · ")} />
                      </span>
                    </Palette.Item>
                  ))}
                </Palette.Group>
              ) : null}
              {[...groups].map(([heading, commands]) => (
                <Palette.Group key={heading} heading={heading} className={groupLooks}>
                  {commands.map((command) => {
                    const Icon = command.icon ?? CornerDownLeft;
                    return (
                      <Palette.Item
                        key={command.id}
                        value={`${heading} ${command.title} ${command.id}`}
                        keywords={[command.keywords ?? ""]}
                        onSelect={() => choose(command.href, command.run, command.reason)}
                        className={itemLooks}
                      >
                        <Icon aria-hidden />
                        <span className="min-w-0 flex-1">
                          {command.title}
                          <Reason text={command.reason} />
                        </span>
                      </Palette.Item>
                    );
                  })}
                </Palette.Group>
              ))}
            </Palette.List>
          </Palette>
        ) : null}
      </dialog>
    </>
  );
}

function Reason({ text }: { text: string | undefined }) {
  return text ? <span className="block whitespace-normal font-sans text-subtle text-xs">{text}</span> : null;
}

const groupLooks = cn(
  "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5",
  "[&_[cmdk-group-heading]]:text-subtle [&_[cmdk-group-heading]]:text-xs",
);

const itemLooks = cn(
  "flex cursor-pointer select-none items-center gap-2.5 rounded-md px-2 py-2 text-ink text-sm outline-none",
  "data-[selected=true]:bg-hover [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-subtle",
);
