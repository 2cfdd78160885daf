"use client";
import { Children } from "react";
import { gatewayPaths } from "@/components/gateway/gateway-paths";
import { useIdn } from "@/components/gateway/host-name";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { CopyLine } from "@/components/ui/copy-button";
import { TextLink } from "@/components/ui/link";
import { Countdown } from "@/components/ui/time/relative-time";
import type { SecuredHostView } from "@/lib/api/gateway";
import type { AwaitedRecords, FoundRecords } from "@/lib/gateway/dns/by-hand";
import { awaitedOf } from "@/lib/gateway/walk/report";
import { texts } from "./texts";

/** What to enter at a provider without an API, next to what each name server has instead. */
export function RecordsToEnter({ host, virtualCluster }: { host: SecuredHostView; virtualCluster: string }) {
  const shown = host.steps.flatMap(awaitedOf).filter(isShown);
  const isOpen = shown.some((records) => !isFound(records));
  const step = host.steps.find((each) => awaitedOf(each).some((records) => !isFound(records)));
  return (
    <Card title={texts.title} description={isOpen ? texts.help : texts.allThere} flush>
      <ul aria-label={texts.listOf({ host: host.host })} className="divide-y divide-line">
        {shown.map((records) => (
          <RecordsToEnterLine
            key={`${records.type} ${records.name}`}
            records={records}
            virtualCluster={virtualCluster}
          />
        ))}
      </ul>
      {step?.retryAt ? (
        <p className="border-line border-t bg-sunken/60 px-4 py-2.5 text-subtle text-sm">
          <Countdown to={step.retryAt} prefix={`${texts.nextCheck} `} dueText={texts.checkingNow} />
        </p>
      ) : null}
    </Card>
  );
}

/** Says nothing about a type that must not exist, and doesn't. */
function isShown(records: AwaitedRecords): boolean {
  return records.expected.length > 0 || !isFound(records);
}

function isFound({ found }: AwaitedRecords): boolean {
  return found.length > 0 && found.every(({ isRight }) => isRight);
}

function RecordsToEnterLine({
  records,
  virtualCluster,
}: {
  records: AwaitedRecords;
  virtualCluster: string;
}) {
  const { name, type, zone, expected, others, delegableTo } = records;
  const unicode = useIdn(name)?.unicodeForm(name) ?? null;
  const relative = zone === null ? null : name === zone ? "@" : name.slice(0, -zone.length - 1);
  return (
    <li className="grid gap-2 px-4 py-3 text-sm">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <dl className="grid min-w-0 flex-1 basis-72 grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-1">
          <dt className="text-subtle">{texts.type}</dt>
          <dd className="min-w-0">
            <CopyLine text={type} label={texts.copyType({ type })} />
          </dd>
          <dt className="text-subtle">{texts.name}</dt>
          <dd className="min-w-0">
            <CopyLine text={name} label={texts.copyName({ name })} />
            {unicode === null ? null : <bdi className="block text-muted">{unicode}</bdi>}
            {relative === null || zone === null ? null : (
              <span className="block text-subtle">{texts.relative({ zone, name: relative })}</span>
            )}
          </dd>
          {expected.length > 0 ? <dt className="text-subtle">{texts.value}</dt> : null}
          {expected.map((value) => (
            <dd key={value} className="col-start-2 min-w-0">
              <CopyLine text={value} label={texts.copyValue({ type, name })} />
            </dd>
          ))}
        </dl>
        <FoundBadge records={records} />
      </div>
      <FoundBesideExpected records={records} />
      {others === "may-stay" ? (
        <p className="text-pretty text-subtle">
          {texts.mayStay}{" "}
          {Children.toArray(
            delegableTo
              ? texts.delegateToZone({ providers: delegableTo.join(", "), ...links(virtualCluster) })
              : texts.delegate(links(virtualCluster)),
          )}
        </p>
      ) : null}
      {type === "CNAME" && name.startsWith("_acme-challenge.") ? (
        <p className="text-pretty text-subtle">{texts.replaces}</p>
      ) : null}
    </li>
  );
}

function links(virtualCluster: string) {
  return { metadata: <TextLink href={gatewayPaths.metadata(virtualCluster)}>{texts.metadata}</TextLink> };
}

function FoundBadge({ records }: { records: AwaitedRecords }) {
  const { found, expected } = records;
  const count = found.filter(({ isRight }) => isRight).length;
  if (isFound(records)) return <Badge tone="done">{texts.onAll}</Badge>;
  if (expected.length === 0) return <Badge tone="failed">{texts.toDelete}</Badge>;
  if (count === 0) return <Badge tone="blocked">{texts.onNone}</Badge>;
  return <Badge tone="waiting">{texts.onSome({ count, total: found.length })}</Badge>;
}

/** Name servers with the same answer share a line; empty when all are correct. */
function FoundBesideExpected({ records }: { records: AwaitedRecords }) {
  if (isFound(records)) return null;
  if (records.found.length === 0) return <p className="text-subtle">{texts.notAsked}</p>;
  return (
    <dl className="grid gap-1 rounded-md bg-sunken px-3 py-2">
      {[...Map.groupBy(records.found, inWords)].map(([answer, servers]) => (
        <div key={answer} className="grid gap-x-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
          <dt className="break-words font-mono text-subtle text-xs leading-5">
            {servers.map(({ server }) => server).join(", ")}
          </dt>
          <dd className="break-all text-ink">
            <span className="text-subtle">{texts.found}: </span>
            {answer}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function inWords({ values, alias }: FoundRecords): string {
  if (values === null) return texts.noAnswer;
  if (alias !== undefined) return texts.aliasTo({ target: alias });
  return values.length === 0 ? texts.nothing : values.join(", ");
}
