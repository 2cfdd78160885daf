"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { FindingView } from "@/lib/api/finding";
import type { Draft, MeshObjectDetails } from "@/lib/api/mesh-object";
import type { Problem } from "@/lib/api/problem";
import {
  createMeshObject,
  type MeshKind,
  meshKinds,
  meshObjectQuery,
  type SaveOptions,
  saveMeshObject,
  saveObject,
} from "@/lib/client/mesh-objects";
import { ApiProblem } from "@/lib/client/request";
import { reviewDraft } from "@/lib/client/review";
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

const idle: SaveOutcome = { state: "idle" };

/** Saves an object and keeps the cache in step. `onSaved` is called once it stands. */
export function useSaveObject(
  kind: MeshKind,
  virtualCluster: string,
  onSaved: (saved: MeshObjectDetails) => void,
) {
  const client = useQueryClient();
  const [outcome, setOutcome] = useState<SaveOutcome>(idle);
  const [isSaving, setIsSaving] = useState(false);

  async function save(request: SaveRequest): Promise<SaveOutcome> {
    setIsSaving(true);
    try {
      const saved = await send(kind, virtualCluster, request);
      setOutcome(idle);
      client.setQueryData(meshObjectQuery(kind, virtualCluster, saved.name).queryKey, saved);
      void client.invalidateQueries({
        predicate: ({ queryKey: [topic, , name] }) => topic === meshKinds[kind] && name === null,
      });
      onSaved(saved);
      return idle;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      const next = await outcomeOf(error.problem, kind, virtualCluster, request);
      setOutcome(next);
      return next;
    } finally {
      setIsSaving(false);
    }
  }

  return { save, isSaving, outcome, show: setOutcome, close: () => setOutcome(idle) };
}

function send(kind: MeshKind, virtualCluster: string, request: SaveRequest): Promise<MeshObjectDetails> {
  const { form, base, object, force = false, ignoreFindings = false } = request;
  const flags = { ...(force ? { force } : {}), ...(ignoreFindings ? { ignoreFindings } : {}) };
  const version = base ? { resourceVersion: base.resourceVersion } : {};
  if (object) return saveObject(virtualCluster, { object: { ...object }, ...version, ...flags });
  return base
    ? saveMeshObject(kind, virtualCluster, form, { ...version, ...flags })
    : createMeshObject(kind, virtualCluster, form, ignoreFindings ? { ignoreFindings } : {});
}

async function outcomeOf(
  problem: Problem,
  kind: MeshKind,
  virtualCluster: string,
  request: SaveRequest,
): Promise<SaveOutcome> {
  const fields = (problem.errors ?? []).flatMap(({ path, manager }) =>
    manager === undefined ? [] : [{ field: path.join("."), manager }],
  );
  if (problem.status === 409 && fields.length > 0) return { state: "owned", request, fields };
  if (problem.status === 409 && request.base && problem.current)
    return { state: "changed", request, theirs: problem.current as MeshObjectDetails };
  if (problem.status === 422 && !request.ignoreFindings) {
    const findings = await errorsFound(kind, virtualCluster, request);
    if (findings.length > 0) return { state: "findings", request, findings };
  }
  return { state: "refused", problem };
}

/** Errors of the checks, when nothing else stands in the way: these a person may choose to save with. */
async function errorsFound(
  kind: MeshKind,
  virtualCluster: string,
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
