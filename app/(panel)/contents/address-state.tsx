"use client";
import type { ReactNode } from "react";
import { drawn } from "@/components/ui/deferred";

// Loaded at the same time as its content: neither waits for the other, and neither counts in the first load.
const adapter = import("nuqs/adapters/next/app").then((module) => module.NuqsAdapter);

/** Keeps filters and tabs in the query parameters. */
export const AddressState = drawn<{ children: ReactNode }>(() => adapter);
