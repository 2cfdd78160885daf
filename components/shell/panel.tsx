"use client";
import { type DehydratedState, HydrationBoundary, QueryClientProvider } from "@tanstack/react-query";
import { Bell, Search, Sun } from "lucide-react";
import { usePathname } from "next/navigation";
import { ThemeProvider } from "next-themes";
import { type ReactNode, useEffect, useState } from "react";
import { cn } from "@/components/ui/cn";
import { deferred, useAwake } from "@/components/ui/deferred";
import { AppShell } from "./app-shell";
import { hasShell } from "./navigation";
import { makeQueryClient } from "./query-client";
import { texts } from "./texts";

// The Content-Security-Policy forbids making code at run time; Zod would try it once, and browsers report that.
// It looks here for what its `config` sets; importing that would load Zod with every page.
const shared = globalThis as typeof globalThis & { __zod_globalConfig?: { jitless?: boolean } };
shared.__zod_globalConfig ??= {};
shared.__zod_globalConfig.jitless = true;

const PanelActions = deferred(
  () => import("./shell-actions").then((module) => module.PanelActions),
  ActionsPlaceholder,
);

const ClusterAway = deferred(
  () => import("@/components/virtual-cluster/cluster-notices").then((module) => module.ClusterAway),
  () => null,
);

/** The shell around every page except standalone ones, and the cache of the API's answers. */
export function Panel({ children }: { children: ReactNode }) {
  const [client] = useState(makeQueryClient);
  if (!hasShell(usePathname())) return children;
  return (
    <QueryClientProvider client={client}>
      <AppShell actions={<PanelActions />} notice={<ClusterAway />}>
        {children}
      </AppShell>
    </QueryClientProvider>
  );
}

const box = "flex size-8 items-center justify-center text-subtle max-sm:size-9";

/** Placeholder of `ShellActions`, of the same size, until its code has loaded. */
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
        <span className="max-lg:hidden">{texts.search}</span>
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

/** Answers that are in the cache already. */
const taken = new WeakSet<DehydratedState>();

/**
 * Puts the answers that came with the page into the cache, once: when you return to the page, the cache is newer
 * and may know, for instance, that the object has been deleted.
 */
export function FirstAnswers({ state, children }: { state: DehydratedState; children: ReactNode }) {
  const [first] = useState(() => (taken.has(state) ? null : state));
  useEffect(() => {
    taken.add(state);
  }, [state]);
  return <HydrationBoundary state={first}>{children}</HydrationBoundary>;
}

/**
 * Marks server-rendered content as busy until the browser has hydrated it: before that, clicks and keys do nothing.
 */
export function BusyUntilAwake({ children }: { children: ReactNode }) {
  const isAwake = useAwake();
  return (
    <div className="contents" data-first-content aria-busy={!isAwake}>
      {children}
    </div>
  );
}

/** Light or dark by a class on <html>, default from the system; set before the first paint. */
export function Theme({ nonce, children }: { nonce: string; children: ReactNode }) {
  return (
    <ThemeProvider
      nonce={nonce}
      attribute="class"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
    >
      {children}
    </ThemeProvider>
  );
}
