"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { SaveOutcome, SaveRequest } from "@/components/mesh-object/use-save-object";
import type { FindingView } from "@/lib/api/finding";
import type { Draft, MeshObjectDetails } from "@/lib/api/mesh-object";
import { createGateway, gatewayQuery, saveGateway } from "@/lib/client/gateways";
import { saveObject } from "@/lib/client/mesh-objects";
import { ApiProblem } from "@/lib/client/request";
import { reviewDraft } from "@/lib/client/review";
import type { GatewayFormInput } from "@/lib/istio/gateway/form";
import { objectDetails } from "./object-details";

const idle: SaveOutcome = { state: "idle" };

/** Saves a gateway; what stands in the way comes back as an outcome that a person can decide about. */
export function useSaveGateway(virtualCluster: string, onSaved: (name: string, isNew: boolean) => void) {
  const client = useQueryClient();
  const [outcome, setOutcome] = useState<SaveOutcome>(idle);
  const [isSaving, setIsSaving] = useState(false);

  async function save(request: SaveRequest): Promise<SaveOutcome> {
    setIsSaving(true);
    try {
      await send(request);
      setOutcome(idle);
      void client.invalidateQueries({ queryKey: ["gateways"] });
      onSaved(request.form.name, request.base === null);
      return idle;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      const next = await outcomeOf(error, request);
      setOutcome(next);
      return next;
    } finally {
      setIsSaving(false);
    }
  }

  function send({ form, base, object, force = false, ignoreFindings = false }: SaveRequest) {
    const flags = { ...(force ? { force } : {}), ...(ignoreFindings ? { ignoreFindings } : {}) };
    const version = base ? { resourceVersion: base.resourceVersion } : {};
    if (object) return saveObject(virtualCluster, { object: { ...object }, ...version, ...flags });
    const input = form as unknown as GatewayFormInput;
    return base
      ? saveGateway(virtualCluster, input, base.resourceVersion, flags)
      : createGateway(virtualCluster, input, flags);
  }

  async function outcomeOf({ problem }: ApiProblem, request: SaveRequest): Promise<SaveOutcome> {
    const fields = (problem.errors ?? []).flatMap(({ path, manager }) =>
      manager === undefined ? [] : [{ field: path.join("."), manager }],
    );
    if (problem.status === 409 && fields.length > 0) return { state: "owned", request, fields };
    if (problem.status === 409 && request.base) {
      const theirs = await theirsNow(request.base);
      if (theirs) return { state: "changed", request, theirs };
    }
    if (problem.status === 422 && !request.ignoreFindings) {
      const findings = await errorsFound(request);
      if (findings.length > 0) return { state: "findings", request, findings };
    }
    return { state: "refused", problem };
  }

  /** The gateway as somebody else left it; null when it cannot be read, and the problem is shown as it is. */
  async function theirsNow(base: MeshObjectDetails): Promise<MeshObjectDetails | null> {
    try {
      const query = { ...gatewayQuery(virtualCluster, base.name), staleTime: 0 };
      return objectDetails(await client.fetchQuery(query));
    } catch {
      return null;
    }
  }

  /** Errors of the checks, when nothing else stands in the way: these a person may choose to save with. */
  async function errorsFound({ form, object }: SaveRequest): Promise<FindingView[]> {
    const draft: Draft = object ? { kind: "Gateway", object: { ...object } } : { kind: "Gateway", form };
    try {
      const { problems, findings } = await reviewDraft(virtualCluster, draft);
      return problems.length > 0 ? [] : findings.filter(({ severity }) => severity === "error");
    } catch {
      // The refusal itself is shown then.
      return [];
    }
  }

  return { save, isSaving, outcome, show: setOutcome, close: () => setOutcome(idle) };
}
