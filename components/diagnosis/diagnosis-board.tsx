"use client";
import { useQuery } from "@tanstack/react-query";
import { Download, RefreshCw, Stethoscope, Ticket } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { Children, type FormEvent, useEffect, useState } from "react";
import { Readable } from "@/components/gateway/host-name";
import { StatusBadge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { useCopy } from "@/components/ui/copy-button";
import { Input } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import { QueryFailure } from "@/components/ui/query-failure";
import { SkeletonRows } from "@/components/ui/skeleton";
import { RelativeTime } from "@/components/ui/time/relative-time";
import { diagnosisQuery } from "@/lib/client/overview";
import {
  asText,
  type Diagnosis,
  type DiagnosisLine,
  redacted,
  worstColour,
} from "@/lib/gateway/diagnose/evidence";
import { hostFromTyped } from "@/lib/model/hosts";
import { hostProblem } from "@/lib/model/secured-hosts";
import { texts } from "./texts";

const groups = ["zone", "records", "cache", "serving"] as const;
const verdicts = {
  green: { state: "done", label: texts.allGood },
  amber: { state: "waiting", label: texts.someAmber },
  red: { state: "failed", label: texts.someRed },
} as const;

/** Everything that DNS, the CA and the site say about the host in the query parameters. */
export function DiagnosisBoard() {
  const [host, setHost] = useQueryState("host", parseAsString.withDefault(""));
  const [typed, setTyped] = useState(host);
  const [error, setError] = useState<string>();
  const problem = host === "" ? null : problemOf(host);
  const query = useQuery({ ...diagnosisQuery(host), enabled: host !== "" && problem === null });
  // The URL changed in another way, e.g. by a link.
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
            <Readable text={texts.result({ host })} />
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

const looks = {
  green: { state: "done", label: texts.green },
  amber: { state: "waiting", label: texts.amber },
  red: { state: "failed", label: texts.red },
} as const;

interface Props {
  group: DiagnosisLine["group"];
  lines: readonly DiagnosisLine[];
}

/** The lines about one part of the way from the zone to the certificate. */
function DiagnosisGroup({ group, lines }: Props) {
  if (lines.length === 0) return null;
  return (
    <Card title={texts[group]} flush>
      <ul aria-label={texts[group]} className="divide-y divide-line">
        {lines.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ul>
    </Card>
  );
}

function Line({ line }: { line: DiagnosisLine }) {
  const { title, colour, note, remedy, replies } = line;
  const { state, label } = looks[colour];
  return (
    <li className="grid gap-x-4 gap-y-1 px-4 py-3 sm:grid-cols-[13rem_6rem_1fr] sm:items-start">
      <p className="break-words font-medium text-ink text-sm">
        <Readable text={title} />
      </p>
      <div>
        <StatusBadge state={state}>{label}</StatusBadge>
      </div>
      <div className="min-w-0 text-sm">
        <p className="wrap-anywhere text-pretty text-ink">
          <Readable text={note} />
        </p>
        {remedy ? (
          <p className="wrap-anywhere text-pretty text-muted">
            <Readable text={remedy} />
          </p>
        ) : null}
        {replies.length > 0 ? (
          <details className="mt-1">
            <summary className="w-fit cursor-pointer rounded-sm text-muted hover:text-ink">
              {texts.answers({ count: replies.length })}
            </summary>
            <ul className="mt-1.5 grid gap-1 font-mono text-xs">
              {replies.map((reply) => (
                <li
                  key={`${reply.from} ${reply.asked}`}
                  className="grid gap-x-4 sm:grid-cols-[minmax(0,14rem)_1fr]"
                >
                  <span className="wrap-anywhere text-muted">{reply.from}</span>
                  <span className="wrap-anywhere">
                    <span className="text-subtle">{reply.asked}: </span>
                    <span className={reply.isAnswered ? "text-ink" : "text-failed"}>{reply.answer}</span>
                  </span>
                </li>
              ))}
            </ul>
          </details>
        ) : null}
      </div>
    </li>
  );
}
