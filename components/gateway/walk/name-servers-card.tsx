"use client";
import { ArrowRight } from "lucide-react";
import { Children, useState } from "react";
import { AllowedButton } from "@/components/access/allowed";
import { HostName } from "@/components/gateway/host-name";
import { stepFact, stepOf } from "@/components/gateway/state-words";
import { texts } from "@/components/gateway/texts";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { CopyButton, useCopy } from "@/components/ui/copy-button";
import { deferred } from "@/components/ui/deferred";
import { Countdown, RelativeTime } from "@/components/ui/time/relative-time";
import type { SecuredHostView } from "@/lib/api/gateway";
import type { Resolution } from "@/lib/gateway/dns/apex-records";
import { parentName } from "@/lib/gateway/dns/zones";
import { markName } from "@/lib/gateway/ownership/marks";
import { type ComparedNameServer, compareNameServers } from "./name-server-comparison";

const TakeOverDialog = deferred(
  () => import("@/components/gateway/take-over/dialog").then((module) => module.TakeOverDialog),
  () => null,
);

const RegistrarOffer = deferred(
  () => import("@/components/gateway/registrar/offer").then((module) => module.RegistrarOffer),
  () => null,
);

/** The zone's name servers, for the registrar or the parent zone, next to what the parent zone has. */
export function NameServersCard(props: { host: SecuredHostView; virtualCluster: string; gateway: string }) {
  const { host, virtualCluster, gateway } = props;
  const zone = stepFact(host, "zone");
  const delegation = stepFact(host, "delegation");
  const step = stepOf(host, "delegation");
  const apex = zone?.apex ?? host.host;
  const servers = compareNameServers(host.nameServers, delegation?.found ?? null);
  const parent = delegation ? parentName(delegation.parent) : null;
  const done = step?.state === "done";
  return (
    <Card
      title={texts.nameServers}
      description={
        zone ? (
          <>
            {Children.toArray(
              zone.isByHand
                ? texts.zoneByHand({ zone: <ZoneName apex={zone.apex} /> })
                : texts.zoneAt({ zone: <ZoneName apex={zone.apex} />, provider: zone.provider }),
            )}
            {zone.why ? <span className="block text-pretty text-subtle">{zone.why}</span> : null}
          </>
        ) : (
          texts.nameServersHelp
        )
      }
      actions={host.nameServers.length > 0 ? <CopyAll nameServers={host.nameServers} /> : null}
      flush
    >
      {servers.length === 0 ? (
        <p className="flex min-h-40 items-center justify-center px-4 py-6 text-center text-subtle text-sm">
          {stepOf(host, "zone")?.note}
        </p>
      ) : (
        <ul aria-label={texts.nameServersOf({ zone: apex })} className="divide-y divide-line">
          {servers.map((server, index) => (
            <NameServerLine key={server.name} server={server} number={index + 1} parent={parent} />
          ))}
        </ul>
      )}
      {servers.length > 0 && delegation && !done && !delegation.strayDs ? (
        <ol className="list-decimal space-y-1 border-line border-t bg-sunken/60 py-3 pr-4 pl-9 text-muted text-sm marker:text-subtle">
          {delegation.setIn === "parent" ? (
            <>
              <li>{Children.toArray(texts.openParentZone({ zone: <Apex name={apex} /> }))}</li>
              <li>{texts.setNsRecords({ zone: apex, count: host.nameServers.length })}</li>
            </>
          ) : (
            <>
              <li>{Children.toArray(texts.openRegistrar({ domain: <Apex name={apex} /> }))}</li>
              <li>{texts.setNameServers({ count: host.nameServers.length })}</li>
            </>
          )}
          <li>
            {delegation.setIn === "parent" ? texts.thenWait : texts.thenWaitForRegistry}{" "}
            {step?.retryAt ? (
              <span className="text-subtle">
                <Countdown to={step.retryAt} prefix={`${texts.nextCheckIn} `} dueText={texts.checkingNow} />.
              </span>
            ) : null}
          </li>
        </ol>
      ) : null}
      {delegation?.registrar ? (
        <RegistrarOffer of={{ virtualCluster, gateway, host: host.host }} fact={delegation.registrar} />
      ) : null}
    </Card>
  );
}

function ZoneName({ apex }: { apex: string }) {
  return <code className="font-mono text-[0.8125rem]">{apex}</code>;
}

function Apex({ name }: { name: string }) {
  return <strong className="font-medium text-ink">{name}</strong>;
}

const words = {
  ok: { tone: "done", text: texts.setAt },
  missing: { tone: "blocked", text: texts.missingAt },
  foreign: { tone: "failed", text: texts.removeFrom },
  unknown: { tone: "neutral", text: () => texts.notCheckedYet },
} as const;

function NameServerLine({
  server,
  number,
  parent,
}: {
  server: ComparedNameServer;
  number: number;
  parent: string | null;
}) {
  const { tone, text } = words[server.state];
  const foreign = server.state === "foreign";
  return (
    <li className="flex min-h-10 flex-wrap items-center gap-x-2 gap-y-0.5 py-1 pr-2 pl-4">
      <code
        className={cn(
          "min-w-0 flex-1 basis-full break-all font-mono text-[0.8125rem] sm:basis-44",
          foreign ? "text-muted line-through" : "text-ink",
        )}
      >
        {server.name}
      </code>
      <ArrowRight aria-hidden className="size-3.5 shrink-0 text-subtle max-sm:hidden" />
      <Badge tone={tone} className="min-w-28 justify-center max-sm:mr-auto">
        {text({ parent: parent ?? "" })}
      </Badge>
      {foreign ? (
        <span className="size-7 shrink-0" />
      ) : (
        <CopyButton text={server.name} label={texts.copyNameServer({ number })} />
      )}
    </li>
  );
}

function CopyAll({ nameServers }: { nameServers: readonly string[] }) {
  const { state, copy } = useCopy();
  return (
    <Button size="sm" onClick={() => void copy(nameServers.join("\n"))}>
      {state === "copied" ? texts.copied : state === "failed" ? texts.copyFailed : texts.copyAllNameServers}
    </Button>
  );
}

interface Line {
  name: string;
  type: string;
  value: string;
  /** Only the name of the ownership record is known here. */
  ttlSeconds: number | null;
}

/** The records in the zone for the host, and their owner. */
export function RecordsCard(props: { host: SecuredHostView; virtualCluster: string; gateway: string }) {
  const { host, virtualCluster, gateway } = props;
  const [asks, setAsks] = useState(false);
  const fact = stepFact(host, "record");
  const step = stepOf(host, "record");
  const replaceable = step?.state === "blocked" ? fact?.replaceable : undefined;
  const lines: Line[] = (replaceable ?? fact?.records ?? []).flatMap(({ name, type, ttlSeconds, values }) =>
    values.map((value) => ({ name, type, value, ttlSeconds })),
  );
  if (fact?.ours && lines.length > 0)
    lines.push({
      name: markName(host.host),
      type: "TXT",
      value: "heritage=lamia …",
      ttlSeconds: null,
    });
  return (
    <Card
      title={texts.records}
      description={
        replaceable
          ? texts.otherRecordsHelp
          : lines.length === 0
            ? texts.recordsHelp
            : fact?.ours
              ? texts.ownRecordsHelp
              : texts.foreignRecordsHelp
      }
      actions={
        replaceable ? (
          <AllowedButton needs={["editor", virtualCluster]} size="sm" onClick={() => setAsks(true)}>
            {texts.takeOver}
          </AllowedButton>
        ) : null
      }
      flush
    >
      {asks ? (
        <TakeOverDialog
          virtualCluster={virtualCluster}
          gateway={gateway}
          host={host.host}
          onClose={() => setAsks(false)}
        />
      ) : null}
      {lines.length === 0 ? (
        <p className="flex min-h-32 items-center justify-center px-4 py-6 text-center text-subtle text-sm max-sm:min-h-40">
          {step?.note ?? texts.noRecords}
        </p>
      ) : (
        <ul aria-label={texts.recordsOf({ host: host.host })} className="divide-y divide-line">
          {lines.map((line) => (
            <li
              key={`${line.name} ${line.type} ${line.value}`}
              className="flex items-start gap-3 py-2 pr-2 pl-4"
            >
              <Badge tone="outline" className="mt-0.5 w-14 justify-center font-mono!">
                {line.type}
              </Badge>
              <div className="min-w-0 flex-1 text-sm">
                <code className="block break-all font-mono text-[0.8125rem] text-ink">
                  <HostName host={line.name} />
                </code>
                <span className="wrap-anywhere text-muted">
                  <code className="font-mono text-[0.8125rem]">{line.value}</code>
                  <span className="text-subtle">
                    {" · "}
                    {line.ttlSeconds === null
                      ? texts.ownershipRecord
                      : texts.ttl({ seconds: line.ttlSeconds })}
                  </span>
                </span>
              </div>
              {line.ttlSeconds === null ? null : (
                <CopyButton text={line.value} label={texts.copyValue({ name: line.name })} />
              )}
            </li>
          ))}
        </ul>
      )}
      {fact?.resolution ? (
        <p className="border-line border-t bg-sunken/60 px-4 py-2.5 text-muted text-sm">
          <ResolvedName resolution={fact.resolution} />{" "}
          {step?.retryAt ? (
            <span className="text-subtle">
              <Countdown to={step.retryAt} prefix={`${texts.nextCheckIn} `} dueText={texts.checkingNow} />.
            </span>
          ) : null}
        </p>
      ) : null}
    </Card>
  );
}

/** The addresses at an apex are those of a name, and change with it. */
function ResolvedName({ resolution: { hostname, resolvedAt } }: { resolution: Resolution }) {
  const name = <code className="break-all font-mono text-[0.8125rem] text-ink">{hostname}</code>;
  return Children.toArray(
    resolvedAt === null
      ? texts.notResolved({ hostname: name })
      : texts.resolvedFrom({ hostname: name, ago: <RelativeTime at={resolvedAt} /> }),
  );
}
