"use client";
import type { ReactNode } from "react";
import { drawn } from "@/components/ui/deferred";

// Loaded at the same time as its content: neither waits for the other, and neither counts in the first load.
const adapter = import("nuqs/adapters/next/app").then((module) => module.NuqsAdapter);

/** Keeps filters and tabs in the query parameters. */
export const AddressState = drawn<{ children: ReactNode }>(() => adapter);

/** Says so, in place of every page, when who is signed in has no role anywhere. */
export const NoRoleYet = drawn<{ children: ReactNode }>(() =>
  import("@/components/access/allowed").then((module) => module.NoRoleYet),
);
