"use client";
import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import { signOut, statusQuery } from "@/lib/client/activity";
import { AppShell } from "./app-shell";
import { pagesWithoutShell } from "./navigation";
import { makeQueryClient } from "./query-client";
import { useBell } from "./use-bell";
import { useLive } from "./use-live";
import { useSearchObjects } from "./use-search-objects";

/** The shell, tied to the API: cache, stream of changes, bell, search, sign-out. */
export function Panel({ children }: { children: ReactNode }) {
  const [client] = useState(makeQueryClient);
  const bare = pagesWithoutShell.includes(usePathname());
  if (bare) return children;
  return (
    <QueryClientProvider client={client}>
      <LiveShell>{children}</LiveShell>
    </QueryClientProvider>
  );
}

function LiveShell({ children }: { children: ReactNode }) {
  const live = useLive();
  const searchObjects = useSearchObjects();
  const { data: status } = useQuery(statusQuery());
  return (
    <AppShell
      live={live}
      {...useBell()}
      searchObjects={searchObjects}
      userName="Signed in by API token"
      onSignOut={status?.signInNeeded ? leave : undefined}
    >
      {children}
    </AppShell>
  );
}

async function leave() {
  await signOut().catch(() => undefined);
  window.location.assign("/sign-in");
}
