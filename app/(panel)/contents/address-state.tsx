"use client";
import type { ReactNode } from "react";
import { drawn } from "@/components/ui/deferred";

// Asked for at once, as what stands in it is: neither waits for the other, and neither counts in the first load.
const adapter = import("nuqs/adapters/next/app").then((module) => module.NuqsAdapter);

/** Filters and tabs that stand in the address. */
export const AddressState = drawn<{ children: ReactNode }>(() => adapter);
