"use client";
import { useState } from "react";
import type { FindingView } from "@/lib/api/finding";
import type { Problem } from "@/lib/api/problem";
import { ApiProblem } from "@/lib/client/request";
import { same } from "@/lib/istio/edit/same";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import type { EditorBase, ReadForm } from "./editor-base";

/** What is to be saved, and on top of what. */
export interface SaveRequest {
  form: ReadForm;
  /** What the form was filled from; null for a new object. */
  base: EditorBase | null;
  /** The whole object, where it has fields that no form has. */
  object: KubernetesObject | null;
  /** Takes over what others own. */
  force?: boolean;
  ignoreFindings?: boolean;
}

/** Why it was not saved, and what a person can decide. */
export type SaveOutcome =
  | { state: "idle" }
  | { state: "saved" }
  | { state: "findings"; request: SaveRequest; findings: FindingView[] }
  | { state: "owned"; request: SaveRequest; fields: { field: string; manager: string }[] }
  | { state: "changed"; request: SaveRequest; theirs: EditorBase }
  | { state: "refused"; problem: Problem };

export interface SavingOptions {
  /** Writes it and keeps the cache in step. Throws `ApiProblem`. */
  send: (request: SaveRequest) => Promise<void>;
  /** An object as the API answers with it, as the editor takes it. */
  read: (answer: unknown) => EditorBase;
  /** Errors of the checks, when nothing else stands in the way: these a person may choose to save with. */
  errorsFound?: (request: SaveRequest) => Promise<FindingView[]>;
}

/** How often the cluster may move on under one save, in fields that no form has, before that is told. */
const mostAttempts = 4;
const idle = { state: "idle" } as const;
const saved = { state: "saved" } as const;

/** Saves by `send`; what stands in the way comes back as an outcome that a person can decide about. */
export function useSaving(options: SavingOptions) {
  const [outcome, setOutcome] = useState<SaveOutcome>(idle);
  const [isSaving, setIsSaving] = useState(false);

  async function save(request: SaveRequest): Promise<SaveOutcome> {
    setIsSaving(true);
    try {
      const next = await attempt(options, request, 1);
      setOutcome(next);
      return next;
    } finally {
      setIsSaving(false);
    }
  }

  /** Forgets what stood in the way; what is saved stays so, until the page is left. */
  const close = () => setOutcome((last) => (last.state === "saved" ? last : idle));
  return { save, isSaving, outcome, show: setOutcome, close };
}

export type Saving = ReturnType<typeof useSaving>;

async function attempt(options: SavingOptions, request: SaveRequest, number: number): Promise<SaveOutcome> {
  try {
    await options.send(request);
    return saved;
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    const outcome = await outcomeOf(error.problem, options, request);
    if (outcome.state !== "changed" || number === mostAttempts) return outcome;
    // Only what is not edited here has moved on, as a status does while pods start: nobody needs to decide anything.
    const edited = request.object ? "object" : "form";
    if (!same(outcome.theirs[edited], request.base?.[edited])) return outcome;
    return attempt(options, { ...request, base: outcome.theirs }, number + 1);
  }
}

async function outcomeOf(
  problem: Problem,
  { read, errorsFound }: SavingOptions,
  request: SaveRequest,
): Promise<SaveOutcome> {
  const fields = (problem.errors ?? []).flatMap(({ path, manager }) =>
    manager === undefined ? [] : [{ field: path.join("."), manager }],
  );
  if (problem.status === 409 && fields.length > 0) return { state: "owned", request, fields };
  if (problem.status === 409 && request.base && problem.current)
    return { state: "changed", request, theirs: read(problem.current) };
  if (problem.status === 422 && !request.ignoreFindings && errorsFound) {
    const findings = await errorsFound(request);
    if (findings.length > 0) return { state: "findings", request, findings };
  }
  return { state: "refused", problem };
}
