"use client";
import { drawn } from "@/components/ui/deferred";

export const OverviewBoard = drawn(() =>
  import("@/components/overview/overview-board").then((module) => module.OverviewBoard),
);
export const CleanupBoard = drawn(() =>
  import("@/components/cleanup/cleanup-board").then((module) => module.CleanupBoard),
);
export const FindingsBoard = drawn(() =>
  import("@/components/finding/findings-board").then((module) => module.FindingsBoard),
);
export const IstioBoard = drawn(() =>
  import("@/components/istio/istio-board").then((module) => module.IstioBoard),
);
