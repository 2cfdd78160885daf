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

/** What to save, and the version it is based on. */
export interface SaveRequest {
  form: ReadForm;
  /** What filled the form; null for a new object. */
  base: EditorBase | null;
  /** The whole object, if it has fields that no form has. */
  object: KubernetesObject | null;
  /** Takes over foreign fields. */
  force?: boolean;
  ignoreFindings?: boolean;
}

/** Why it was not saved, and the user's choices. */
export type SaveOutcome =
  | { state: "idle" }
  | { state: "saved" }
  | { state: "findings"; request: SaveRequest; findings: FindingView[] }
  | { state: "owned"; request: SaveRequest; fields: { field: string; manager: string }[] }
  | { state: "changed"; request: SaveRequest; theirs: EditorBase }
  | { state: "refused"; problem: Problem }
  /** The user stopped waiting; the result is unknown. */
  | { state: "stopped"; request: SaveRequest }
  /** It was saved after the user had stopped waiting. */
  | { state: "late"; request: SaveRequest };

export interface SavingOptions {
  /** Sends it and updates the cache. Throws `ApiProblem`. */
  send: (request: SaveRequest) => Promise<void>;
  /** Errors of the checks, when nothing else prevents saving: the user may save with these. */
  errorsFound?: (request: SaveRequest) => Promise<FindingView[]>;
  /** It was saved after the user had stopped waiting; `sentAt` in milliseconds. */
  savedLate?: (request: SaveRequest, sentAt: number) => void;
}

/** How often the object may change during one save, in fields that no form has, before that is reported. */
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
 * Saves with `send`. An obstacle is returned as an outcome that the user can decide on; it never throws. `stop`
 * ends the wait, not the request: the cluster may have accepted it already.
 */
export function useSaving(options: SavingOptions) {
  const [outcome, setOutcome] = useState<SaveOutcome>(idle);
  const [isSaving, setIsSaving] = useState(false);
  const stopping = useRef<(() => void) | null>(null);
  /** Saves that the user stopped waiting for; the cluster may have accepted each of them. */
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
        // Shows why it was rejected, unless something else is shown by now.
        setOutcome((last) => (last.state === "stopped" && last.request === request ? late : last));
        return late;
      }
      options.savedLate?.(request, sentAt);
      setOutcome((last) => (last.state === "saved" ? last : { state: "late", request }));
      return late;
    });
    setIsSaving(true);
    const next = await Promise.race([answer, stop]);
    // A dialog that started this save shows the rejection itself, and stays open.
    setOutcome((last) => (next.state === "refused" && isQuestion(last) ? last : next));
    setIsSaving(false);
    return next;
  }

  /** Forgets the obstacle, if it is still the current one; a saved state stays until you leave the page. */
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
    // Only what this form doesn't edit has changed, such as the status while pods start, or this form saved it
    // itself: there is nothing to decide.
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

/** Reports a save that succeeded after the user stopped waiting; once, however the news arrives. */
export function sayLate(title: string, name: string): void {
  showToast({ id: `late ${title} ${name}`, tone: "success", title: texts.savedAfterAll({ title, name }) });
}

/** Saves an object of any kind and updates the cache. */
export function useSaveObject(kind: Kind, virtualCluster: string, draftKey: string) {
  const client = useQueryClient();
  return useSaving({
    send: (request) => send(client, kind, virtualCluster, request),
    errorsFound: (request) => errorsFound(kind, virtualCluster, request),
    savedLate: ({ form: { name } }, sentAt) => {
      // The page may be closed by now; later input stays.
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
    // The rejection itself is shown then.
    return [];
  }
}
