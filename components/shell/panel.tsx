"use client";
import { QueryClientProvider } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import { deferred } from "@/components/ui/deferred";
import { ActionsPlaceholder } from "./actions-placeholder";
import { AppShell } from "./app-shell";
import { pagesWithoutShell } from "./navigation";
import { makeQueryClient } from "./query-client";

const PanelActions = deferred(
  () => import("./panel-actions").then((module) => module.PanelActions),
  ActionsPlaceholder,
);

const ClusterAway = deferred(
  () => import("@/components/virtual-cluster/cluster-away").then((module) => module.ClusterAway),
  () => null,
);

/** The shell around every page but those that stand alone, and the cache of what the API answered. */
export function Panel({ children }: { children: ReactNode }) {
  const [client] = useState(makeQueryClient);
  if (pagesWithoutShell.includes(usePathname())) return children;
  return (
    <QueryClientProvider client={client}>
      <AppShell actions={<PanelActions />} notice={<ClusterAway />}>
        {children}
      </AppShell>
    </QueryClientProvider>
  );
}
