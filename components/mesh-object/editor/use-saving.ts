"use client";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { FindingView } from "@/lib/api/finding";
import type { Draft } from "@/lib/api/mesh-object";
import type { Problem } from "@/lib/api/problem";
import { createDeployment, deploymentQuery, saveDeployment } from "@/lib/client/applications";
import { createGateway, saveGateway } from "@/lib/client/gateways";
import {
  createMeshObject,
  meshKinds,
  meshObjectQuery,
  saveMeshObject,
  saveObject,
} from "@/lib/client/mesh-objects";
import { ApiProblem } from "@/lib/client/request";
import { reviewDraft } from "@/lib/client/review";
import { same } from "@/lib/istio/edit/same";
import type { GatewayFormInput } from "@/lib/istio/gateway/form";
import type { Kind } from "@/lib/istio/kinds";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import type { EditorBase, ReadForm } from "./use-object";

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
  { errorsFound }: SavingOptions,
  request: SaveRequest,
): Promise<SaveOutcome> {
  const fields = (problem.errors ?? []).flatMap(({ path, manager }) =>
    manager === undefined ? [] : [{ field: path.join("."), manager }],
  );
  if (problem.status === 409 && fields.length > 0) return { state: "owned", request, fields };
  if (problem.status === 409 && request.base && problem.current)
    return { state: "changed", request, theirs: problem.current as EditorBase };
  if (problem.status === 422 && !request.ignoreFindings && errorsFound) {
    const findings = await errorsFound(request);
    if (findings.length > 0) return { state: "findings", request, findings };
  }
  return { state: "refused", problem };
}

/** Saves an object of any kind and keeps the cache in step. */
export function useSaveObject(kind: Kind, virtualCluster: string) {
  const client = useQueryClient();
  return useSaving({
    send: (request) => send(client, kind, virtualCluster, request),
    errorsFound: (request) => errorsFound(kind, virtualCluster, request),
  });
}

async function send(client: QueryClient, kind: Kind, virtualCluster: string, request: SaveRequest) {
  const { form, base, object, force = false, ignoreFindings = false } = request;
  const flags = { ...(force ? { force } : {}), ...(ignoreFindings ? { ignoreFindings } : {}) };
  const version = base ? { resourceVersion: base.resourceVersion } : {};
  const whole = object ? { object: { ...object }, ...version, ...flags } : null;
  if (kind === "Gateway") {
    const input = form as unknown as GatewayFormInput;
    if (whole) await saveObject(virtualCluster, whole);
    else if (base) await saveGateway(virtualCluster, input, base.resourceVersion, flags);
    else await createGateway(virtualCluster, input, flags);
    void client.invalidateQueries({ queryKey: ["gateways"] });
    return;
  }
  if (kind === "Deployment") {
    if (whole) await saveObject(virtualCluster, whole);
    else {
      const saved = base
        ? await saveDeployment(virtualCluster, form, { ...version, ...flags })
        : await createDeployment(virtualCluster, form);
      client.setQueryData(deploymentQuery(virtualCluster, saved.name).queryKey, saved);
    }
    void client.invalidateQueries({ queryKey: ["applications"] });
    return;
  }
  const saved = await (whole
    ? saveObject(virtualCluster, whole)
    : base
      ? saveMeshObject(kind, virtualCluster, form, { ...version, ...flags })
      : createMeshObject(kind, virtualCluster, form, ignoreFindings ? { ignoreFindings } : {}));
  client.setQueryData(meshObjectQuery(kind, virtualCluster, saved.name).queryKey, saved);
  void client.invalidateQueries({
    predicate: ({ queryKey: [topic, , name] }) => topic === meshKinds[kind] && name === null,
  });
}

async function errorsFound(
  kind: Kind,
  virtualCluster: string,
  { form, base, object }: SaveRequest,
): Promise<FindingView[]> {
  const isNew = base === null;
  const draft: Draft = object ? { kind, isNew, object: { ...object } } : { kind, isNew, form };
  try {
    const { problems, findings } = await reviewDraft(virtualCluster, draft);
    return problems.length > 0 ? [] : findings.filter(({ severity }) => severity === "error");
  } catch {
    // The refusal itself is shown then.
    return [];
  }
}
