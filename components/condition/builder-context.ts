"use client";
import { createContext, useContext } from "react";
import type { ConditionProblem } from "@/lib/istio/condition/condition";
import type { RouteProtocol } from "@/lib/istio/condition/subjects";
import type { BuilderNode } from "./builder-tree";

/** What the rows of a builder share. */
export interface Builder {
  protocol: RouteProtocol;
  problem: ConditionProblem | null;
  /** The row that was just added and takes the focus. */
  addedId: string | null;
  change: (id: string, change: (node: BuilderNode) => BuilderNode) => void;
  add: (groupId: string, node: BuilderNode) => void;
  remove: (id: string, name: string) => void;
}

export const BuilderContext = createContext<Builder | null>(null);

export function useBuilder(): Builder {
  const builder = useContext(BuilderContext);
  if (!builder) throw new Error("A row of a condition stands outside of its builder.");
  return builder;
}
