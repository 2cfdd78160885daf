"use client";
import { useQuery } from "@tanstack/react-query";
import { Download, RefreshCw, Stethoscope, Ticket } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { Children, type FormEvent, useEffect, useState } from "react";
import { StatusBadge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { useCopy } from "@/components/ui/copy-button";
import { QueryFailure } from "@/components/ui/error-state";
import { Input } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import { SkeletonRows } from "@/components/ui/skeleton";
import { RelativeTime } from "@/components/ui/time/relative-time";
import { diagnosisQuery } from "@/lib/client/overview";
import type { Diagnosis } from "@/lib/gateway/diagnose/evidence";
import { asText, redacted, worstColour } from "@/lib/gateway/diagnose/report";
import { hostFromTyped } from "@/lib/model/hosts";
import { hostProblem } from "@/lib/model/secured-hosts";
import { DiagnosisGroup } from "./diagnosis-group";
import { texts } from "./texts";

const groups = ["zone", "records", "cache", "serving"] as const;
const verdicts = {
  green: { state: "done", label: texts.allGood },
  amber: { state: "waiting", label: texts.someAmber },
  red: { state: "failed", label: texts.someRed },
} as const;

/** Everything that the world says of a host, which stands in the address. */
export function DiagnosisBoard() {
  const [host, setHost] = useQueryState("host", parseAsString.withDefault(""));
  const [typed, setTyped] = useState(host);
  const [error, setError] = useState<string>();
  const problem = host === "" ? null : problemOf(host);
  const query = useQuery({ ...diagnosisQuery(host), enabled: host !== "" && problem === null });
  // The address changed otherwise, e.g. by a link.
  useEffect(() => setTyped(host), [host]);

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    const next = hostFromTyped(typed);
    const wrong = problemOf(next);
    setError(wrong ?? undefined);
    setTyped(next);
    if (wrong) return;
    if (next === host) void query.refetch();
    else void setHost(next);
  }

  return (
    <>
      <Card>
        <form onSubmit={onSubmit} noValidate className="flex flex-wrap items-start gap-3">
          <Field
            label={texts.host}
            help={texts.hostHelp}
            error={error ?? problem ?? undefined}
            className="w-full max-w-xl flex-1 basis-72"
          >
            <Input
              mono
              value={typed}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={(event) => {
                setTyped(event.target.value);
                setError(undefined);
              }}
            />
          </Field>
          <Button
            type="submit"
            variant="primary"
            icon={<Stethoscope aria-hidden />}
            busy={query.isFetching && !query.data}
            className="sm:mt-6.5"
          >
            {texts.diagnose}
          </Button>
        </form>
      </Card>
      {host === "" || problem !== null ? null : query.data ? (
        <Result diagnosis={query.data} isBusy={query.isFetching} onCheckAgain={() => void query.refetch()} />
      ) : query.isError ? (
        <Card>
          <QueryFailure what={texts.what} query={query} />
        </Card>
      ) : (
        <Card flush>
          <SkeletonRows rows={10} label={texts.working} />
        </Card>
      )}
    </>
  );
}

function problemOf(host: string): string | null {
  if (host.startsWith("*.")) return texts.noWildcard({ example: `www${host.slice(1)}` });
  return hostProblem(host);
}

interface ResultProps {
  diagnosis: Diagnosis;
  isBusy: boolean;
  onCheckAgain: () => void;
}

function Result({ diagnosis, isBusy, onCheckAgain }: ResultProps) {
  const { host, checkedAt, lines } = diagnosis;
  const { state, copy } = useCopy();
  const verdict = verdicts[worstColour(lines)];
  return (
    <>
      <Card
        title={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {texts.result({ host })}
            <StatusBadge state={verdict.state}>{verdict.label}</StatusBadge>
          </span>
        }
        description={Children.toArray(texts.checked({ when: <RelativeTime at={checkedAt} /> }))}
        actions={
          <>
            <Button icon={<Ticket aria-hidden />} onClick={() => void copy(asText(diagnosis))}>
              {state === "copied" ? texts.copied : state === "failed" ? texts.cannotCopy : texts.copy}
            </Button>
            <Button icon={<Download aria-hidden />} onClick={() => download(diagnosis)}>
              {texts.download}
            </Button>
            <Button icon={<RefreshCw aria-hidden />} busy={isBusy} onClick={onCheckAgain}>
              {texts.checkAgain}
            </Button>
          </>
        }
      >
        <p className="text-muted text-sm">{texts.redactedHelp}</p>
      </Card>
      {groups.map((group) => (
        <DiagnosisGroup key={group} group={group} lines={lines.filter((line) => line.group === group)} />
      ))}
    </>
  );
}

function download(diagnosis: Diagnosis): void {
  const json = JSON.stringify(redacted(diagnosis), null, 2);
  const url = URL.createObjectURL(new Blob([json], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `diagnosis-${diagnosis.host}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
