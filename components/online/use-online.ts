"use client";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { useMay } from "@/components/access/use-missing-role";
import { useDraft } from "@/components/mesh-object/editor/use-draft";
import { useSettled } from "@/components/ui/use-settled";
import { type OnlineRequest, onlineSchema } from "@/lib/api/online";
import { applicationQuery } from "@/lib/client/applications";
import { ApiProblem } from "@/lib/client/request";
import { onlineQuery, putOnline } from "@/lib/client/review";
import { hostFromTyped } from "@/lib/model/hosts";

/** The content of the fields; empty if nothing was chosen, so that the application can suggest a value. */
export interface OnlineFields {
  app: string;
  port: string;
  host: string;
  version: string;
  second: string;
  secondShare: number;
}

export type OnlineField = "app" | "port" | "host" | "versions";

const pauseInMilliseconds = 400;
const noConsent = { force: false, ignoreFindings: false };

function emptyFields(app: string): OnlineFields {
  return { app, port: "", host: "", version: "", second: "", secondShare: 10 };
}

/** The state of the page: the fields, what they would create, and the request that creates it. */
export function useOnline(virtualCluster: string, app: string) {
  const client = useQueryClient();
  const empty = useMemo(() => emptyFields(app), [app]);
  const [fields, setFields] = useState(empty);
  const [touched, setTouched] = useState<ReadonlySet<OnlineField>>(new Set());
  const [consent, setConsent] = useState(noConsent);
  const settledApp = useSettled(fields.app.trim(), pauseInMilliseconds);
  const application = useQuery({
    ...applicationQuery(virtualCluster, settledApp),
    enabled: settledApp !== "",
    retry: false,
    placeholderData: keepPreviousData,
  });
  const known = application.data?.name === fields.app.trim() ? application.data : undefined;
  const versions = known?.versions ?? [];
  const version = versions.find(({ name }) => name === fields.version)?.name ?? versions[0]?.name ?? "";
  const second = versions.find(({ name }) => name === fields.second && name !== version)?.name ?? "";
  const port = fields.port || String(known?.ports[0] ?? "");

  const asked: OnlineRequest = {
    app: fields.app,
    host: hostFromTyped(fields.host),
    port: Number(port),
    versions:
      second === ""
        ? [{ deployment: version, share: 100 }]
        : [
            { deployment: version, share: 100 - fields.secondShare },
            { deployment: second, share: fields.secondShare },
          ],
  };
  const key = JSON.stringify(asked);
  const settled = useSettled(key, pauseInMilliseconds);
  const read = onlineSchema.safeParse(asked);
  const isComplete = read.success && version !== "";
  const isSettled = settled === key;
  const [shown, setShown] = useState<OnlineRequest | null>(null);
  const wanted = isComplete && isSettled ? asked : isComplete ? shown : null;
  if (JSON.stringify(wanted) !== JSON.stringify(shown)) setShown(wanted);
  const isAsked = useMay(["editor", virtualCluster]);
  const preview = useQuery(onlineQuery(virtualCluster, isAsked ? wanted : null));

  const apply = useMutation({
    mutationFn: () => putOnline(virtualCluster, { ...asked, ...consent, apply: true }),
    onSettled: () => client.invalidateQueries({ queryKey: ["findings", virtualCluster] }),
  });

  const isDirty = JSON.stringify(fields) !== JSON.stringify(empty);
  const restore = useCallback((kept: OnlineFields) => setFields({ ...empty, ...kept }), [empty]);
  const draft = useDraft({
    // Another application in the query is another form.
    key: `online/${virtualCluster}/${app}`,
    content: fields,
    isDirty,
    isDone: apply.isSuccess,
    restore,
  });

  function set(next: Partial<OnlineFields>) {
    setFields((before) => ({ ...before, ...next }));
    setConsent(noConsent);
    apply.reset();
  }

  function discard() {
    draft.forget();
    setTouched(new Set());
    set(empty);
  }

  /** The problem of a field: from its own rules once you have left it, and from the server's answer. */
  function errorOf(field: OnlineField): string | undefined {
    const own = read.success ? undefined : read.error.issues.find(({ path }) => path[0] === field)?.message;
    if (own !== undefined) return touched.has(field) ? own : undefined;
    const refused = [apply.error, isComplete && isSettled ? preview.error : null].find(
      (error) => error instanceof ApiProblem,
    );
    return refused?.problem.errors?.find(({ path }) => path[0] === field)?.message;
  }

  return {
    fields: { ...fields, port, version, second },
    set,
    leave: (field: OnlineField) => setTouched((before) => new Set(before).add(field)),
    errorOf,
    application: known,
    isMissing: application.isError && settledApp === fields.app.trim(),
    preview,
    /** Null while the fields are incomplete. */
    plan: isComplete ? (preview.data ?? null) : null,
    isComplete,
    isStale: !isSettled || preview.isFetching,
    consent,
    setConsent,
    apply,
    /** When the input was typed, if it was kept from an earlier visit. */
    restoredAt: draft.restoredAt,
    discard,
    forget: draft.forget,
    isUnsaved: isDirty && !apply.isSuccess,
  };
}

export type OnlineState = ReturnType<typeof useOnline>;
