"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { DeploymentDetails } from "@/lib/api/application";
import type { Problem } from "@/lib/api/problem";
import { createDeployment, deploymentQuery, saveDeployment } from "@/lib/client/applications";
import { ApiProblem } from "@/lib/client/request";
import type { DeploymentForm } from "@/lib/istio/deployment/form";
import { same } from "@/lib/istio/edit/same";

export type VersionDetailsRead = DeploymentDetails<DeploymentForm>;

export interface VersionRequest {
  form: DeploymentForm;
  /** What the form was filled from; null for a new one. */
  base: VersionDetailsRead | null;
  force?: boolean;
}

/** Why it was not saved, and what a person can decide. */
export type VersionOutcome =
  | { state: "idle" }
  | { state: "owned"; request: VersionRequest; fields: { field: string; manager: string }[] }
  | { state: "changed"; request: VersionRequest; theirs: VersionDetailsRead }
  | { state: "refused"; problem: Problem };

const idle: VersionOutcome = { state: "idle" };

/** Saves a version and keeps the cache in step. `onSaved` is called once it stands. */
export function useSaveVersion(virtualCluster: string, onSaved: (saved: VersionDetailsRead) => void) {
  const client = useQueryClient();
  const [outcome, setOutcome] = useState<VersionOutcome>(idle);
  const [isSaving, setIsSaving] = useState(false);

  async function save(request: VersionRequest): Promise<VersionOutcome> {
    setIsSaving(true);
    try {
      const saved = await send(virtualCluster, request);
      setOutcome(idle);
      client.setQueryData(deploymentQuery<DeploymentForm>(virtualCluster, saved.name).queryKey, saved);
      void client.invalidateQueries({ queryKey: ["applications"] });
      onSaved(saved);
      return idle;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      const next = outcomeOf(error.problem, request);
      setOutcome(next);
      return next;
    } finally {
      setIsSaving(false);
    }
  }

  return { save, isSaving, outcome, show: setOutcome, close: () => setOutcome(idle) };
}

/** How often the cluster may move on under one save before that is told. */
const mostAttempts = 4;

/** While pods come and go the object changes all the time, but not in what the form holds: then it is tried again. */
async function send(
  virtualCluster: string,
  request: VersionRequest,
  attempt = 1,
): Promise<VersionDetailsRead> {
  const { form, base, force } = request;
  if (!base) return createDeployment<DeploymentForm>(virtualCluster, form);
  const { resourceVersion } = base;
  try {
    return await saveDeployment<DeploymentForm>(virtualCluster, form, {
      resourceVersion,
      ...(force ? { force } : {}),
    });
  } catch (error) {
    if (!(error instanceof ApiProblem) || attempt === mostAttempts) throw error;
    const outcome = outcomeOf(error.problem, request);
    if (outcome.state !== "changed" || !same(outcome.theirs.form, base.form)) throw error;
    return send(virtualCluster, { ...request, base: outcome.theirs }, attempt + 1);
  }
}

function outcomeOf(problem: Problem, request: VersionRequest): VersionOutcome {
  const fields = (problem.errors ?? []).flatMap(({ path, manager }) =>
    manager === undefined ? [] : [{ field: path.join("."), manager }],
  );
  if (problem.status === 409 && fields.length > 0) return { state: "owned", request, fields };
  if (problem.status === 409 && request.base && problem.current)
    return { state: "changed", request, theirs: problem.current as VersionDetailsRead };
  return { state: "refused", problem };
}
