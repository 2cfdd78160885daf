"use client";
import { useState } from "react";
import type { FindingView } from "@/lib/api/finding";
import type { Draft, MeshObjectDetails } from "@/lib/api/mesh-object";
import type { Problem } from "@/lib/api/problem";
import type { SaveOptions } from "@/lib/client/mesh-objects";
import { ApiProblem } from "@/lib/client/request";
import { reviewDraft } from "@/lib/client/review";
import type { Kind } from "@/lib/istio/kinds";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import type { ReadForm } from "./use-object-form";

/** What is to be saved, and on top of what. */
export interface SaveRequest extends Pick<SaveOptions, "force" | "ignoreFindings"> {
  form: ReadForm;
  base: MeshObjectDetails | null;
  /** The whole object, where it has fields that no form has. */
  object: KubernetesObject | null;
}

/** Why it was not saved, and what a person can decide. */
export type SaveOutcome =
  | { state: "idle" }
  | { state: "findings"; request: SaveRequest; findings: FindingView[] }
  | { state: "owned"; request: SaveRequest; fields: { field: string; manager: string }[] }
  | { state: "changed"; request: SaveRequest; theirs: MeshObjectDetails }
  | { state: "refused"; problem: Problem };

export interface Saving {
  kind: Kind;
  virtualCluster: string;
  /** Writes it, keeps the cache in step and goes on from there. Throws `ApiProblem`. */
  send: (request: SaveRequest) => Promise<void>;
  /** The object as somebody else left it; null when it cannot be told, and the problem is shown as it is. */
  theirsOf: (problem: Problem, base: MeshObjectDetails) => Promise<MeshObjectDetails | null>;
}

const idle: SaveOutcome = { state: "idle" };

/** Saves by `send`; what stands in the way comes back as an outcome that a person can decide about. */
export function useSaving(saving: Saving) {
  const [outcome, setOutcome] = useState<SaveOutcome>(idle);
  const [isSaving, setIsSaving] = useState(false);

  async function save(request: SaveRequest): Promise<SaveOutcome> {
    setIsSaving(true);
    try {
      await saving.send(request);
      setOutcome(idle);
      return idle;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      const next = await outcomeOf(error.problem, saving, request);
      setOutcome(next);
      return next;
    } finally {
      setIsSaving(false);
    }
  }

  return { save, isSaving, outcome, show: setOutcome, close: () => setOutcome(idle) };
}

async function outcomeOf(problem: Problem, saving: Saving, request: SaveRequest): Promise<SaveOutcome> {
  const fields = (problem.errors ?? []).flatMap(({ path, manager }) =>
    manager === undefined ? [] : [{ field: path.join("."), manager }],
  );
  if (problem.status === 409 && fields.length > 0) return { state: "owned", request, fields };
  if (problem.status === 409 && request.base) {
    const theirs = await saving.theirsOf(problem, request.base);
    if (theirs) return { state: "changed", request, theirs };
  }
  if (problem.status === 422 && !request.ignoreFindings) {
    const findings = await errorsFound(saving, request);
    if (findings.length > 0) return { state: "findings", request, findings };
  }
  return { state: "refused", problem };
}

/** Errors of the checks, when nothing else stands in the way: these a person may choose to save with. */
async function errorsFound(
  { kind, virtualCluster }: Saving,
  { form, object }: SaveRequest,
): Promise<FindingView[]> {
  const draft: Draft = object ? { kind, object: { ...object } } : { kind, form };
  try {
    const { problems, findings } = await reviewDraft(virtualCluster, draft);
    return problems.length > 0 ? [] : findings.filter(({ severity }) => severity === "error");
  } catch {
    // The refusal itself is shown then.
    return [];
  }
}
