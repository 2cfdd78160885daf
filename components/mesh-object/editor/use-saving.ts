"use client";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { titleOf } from "@/components/mesh-object/pages/kind-pages";
import { showToast } from "@/components/ui/overlay/toast";
import type { FindingView } from "@/lib/api/finding";
import type { Draft } from "@/lib/api/mesh-object";
import type { Problem } from "@/lib/api/problem";
import { createDeployment, deploymentQuery, saveDeployment } from "@/lib/client/applications";
import { dropDraft } from "@/lib/client/drafts";
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
import { same } from "@/lib/istio/edit/merge-edits";
import type { GatewayFormInput } from "@/lib/istio/gateway/form";
import type { Kind } from "@/lib/istio/kinds";
import type { KubernetesObject } from "@/lib/model/object";
import { sameInput } from "./shown-errors";
import { texts } from "./texts";
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
  | { state: "refused"; problem: Problem }
  /** Somebody stopped waiting; nobody knows yet whether the cluster takes it. */
  | { state: "stopped"; request: SaveRequest }
  /** It was saved after somebody had stopped waiting. */
  | { state: "late"; request: SaveRequest };

export interface SavingOptions {
  /** Writes it and keeps the cache in step. Throws `ApiProblem`. */
  send: (request: SaveRequest) => Promise<void>;
  /** Errors of the checks, when nothing else stands in the way: these a person may choose to save with. */
  errorsFound?: (request: SaveRequest) => Promise<FindingView[]>;
  /** It was saved after somebody had stopped waiting; `sentAt` in milliseconds. */
  savedLate?: (request: SaveRequest, sentAt: number) => void;
}

/** How often the cluster may move on under one save, in fields that no form has, before that is reported. */
const mostAttempts = 4;
const idle = { state: "idle" } as const;
const saved = { state: "saved" } as const;
const unreadable: Problem = {
  type: "about:blank",
  title: texts.unreadableAnswer,
  status: 0,
  detail: texts.unreadableAnswerHelp,
};

/**
 * Saves by `send`. What prevents it comes back as an outcome that a person can decide about; nothing is thrown. `stop`
 * ends the waiting, not the request: the cluster may have taken it already.
 */
export function useSaving(options: SavingOptions) {
  const [outcome, setOutcome] = useState<SaveOutcome>(idle);
  const [isSaving, setIsSaving] = useState(false);
  const stopping = useRef<(() => void) | null>(null);
  /** Saves that nobody waited for; the cluster may have taken each of them. */
  const unanswered = useRef<SaveRequest[]>([]);

  async function save(request: SaveRequest): Promise<SaveOutcome> {
    let isStopped = false;
    const sentAt = Date.now();
    const stop = new Promise<SaveOutcome>((resolve) => {
      stopping.current = () => {
        isStopped = true;
        unanswered.current.push(request);
        resolve({ state: "stopped", request });
      };
    });
    const isOwn = ({ form }: EditorBase) => unanswered.current.some((own) => sameInput(own.form, form));
    const answer = attempt(options, request, 1, { isStopped: () => isStopped, isOwn }).then((late) => {
      if (!isStopped) return late;
      if (late.state !== "saved") {
        // Why it was refused is shown, unless something else is by now.
        setOutcome((last) => (last.state === "stopped" && last.request === request ? late : last));
        return late;
      }
      options.savedLate?.(request, sentAt);
      setOutcome((last) => (last.state === "saved" ? last : { state: "late", request }));
      return late;
    });
    setIsSaving(true);
    const next = await Promise.race([answer, stop]);
    // A dialog that asked for this save shows the refusal itself, and stays open.
    setOutcome((last) => (next.state === "refused" && isQuestion(last) ? last : next));
    setIsSaving(false);
    return next;
  }

  /** Forgets what prevented the save, when it is still this; what is saved stays so, until the page is left. */
  const close = (state?: SaveOutcome["state"]) =>
    setOutcome((last) => (last.state === "saved" || (state && last.state !== state) ? last : idle));
  return { save, isSaving, outcome, show: setOutcome, close, stop: () => stopping.current?.() };
}

const isQuestion = ({ state }: SaveOutcome) => state === "owned" || state === "findings";

export type Saving = ReturnType<typeof useSaving>;

async function attempt(
  options: SavingOptions,
  request: SaveRequest,
  number: number,
  about: { isStopped: () => boolean; isOwn: (theirs: EditorBase) => boolean },
): Promise<SaveOutcome> {
  try {
    await options.send(request);
    return saved;
  } catch (error) {
    if (!(error instanceof ApiProblem)) return { state: "refused", problem: unreadable };
    const outcome = await outcomeOf(error.problem, options, request);
    if (outcome.state !== "changed" || number === mostAttempts || about.isStopped()) return outcome;
    // Only what is not edited here has moved on, as a status does while pods start, or it is what this form saved
    // itself: nobody needs to decide anything.
    const edited = request.object ? "object" : "form";
    if (!same(outcome.theirs[edited], request.base?.[edited]) && !about.isOwn(outcome.theirs)) return outcome;
    return attempt(options, { ...request, base: outcome.theirs }, number + 1, about);
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

/** Says that a save came through that nobody waited for; once, whichever way the news comes. */
export function sayLate(title: string, name: string): void {
  showToast({ id: `late ${title} ${name}`, tone: "success", title: texts.savedAfterAll({ title, name }) });
}

/** Saves an object of any kind and keeps the cache in step. */
export function useSaveObject(kind: Kind, virtualCluster: string, draftKey: string) {
  const client = useQueryClient();
  return useSaving({
    send: (request) => send(client, kind, virtualCluster, request),
    errorsFound: (request) => errorsFound(kind, virtualCluster, request),
    savedLate: ({ form: { name } }, sentAt) => {
      // The page may have been left by now; what was typed since then stays.
      dropDraft(draftKey, { upTo: sentAt });
      sayLate(titleOf(kind), name);
    },
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
