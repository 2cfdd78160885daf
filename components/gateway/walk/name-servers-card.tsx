"use client";
import { ArrowRight } from "lucide-react";
import { stepFact, stepOf } from "@/components/gateway/state-words";
import { Badge, stateStyles } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { CopyButton, useCopy } from "@/components/ui/copy-button";
import { Countdown } from "@/components/ui/time/relative-time";
import type { SecuredHostView } from "@/lib/api/gateway";
import { type ComparedNameServer, compareNameServers } from "./name-server-comparison";

/** The zone's name servers, to be set at the registrar or in the zone above, beside what the parent zone says. */
export function NameServersCard({ host }: { host: SecuredHostView }) {
  const zone = stepFact(host, "zone");
  const delegation = stepFact(host, "delegation");
  const step = stepOf(host, "delegation");
  const apex = zone?.apex ?? host.host;
  const servers = compareNameServers(host.nameServers, delegation?.found ?? null);
  const parent = delegation ? (delegation.parent === "" ? "the root" : delegation.parent) : null;
  const done = step?.state === "done";
  return (
    <Card
      title="Name servers"
      description={
        zone ? (
          <>
            Zone <code className="font-mono text-[0.8125rem]">{zone.apex}</code> at {zone.provider}
          </>
        ) : (
          "They are known once the DNS zone stands."
        )
      }
      actions={host.nameServers.length > 0 ? <CopyAll nameServers={host.nameServers} /> : null}
      flush
    >
      {servers.length === 0 ? (
        <p className="px-4 py-6 text-center text-subtle text-sm">{stepOf(host, "zone")?.note}</p>
      ) : (
        <ul aria-label={`Name servers of ${apex}`} className="divide-y divide-line">
          {servers.map((server, index) => (
            <NameServerLine key={server.name} server={server} number={index + 1} parent={parent} />
          ))}
        </ul>
      )}
      {servers.length > 0 && !done ? (
        <ol className="list-decimal space-y-1 border-line border-t bg-sunken/60 py-3 pr-4 pl-9 text-muted text-sm marker:text-subtle">
          {delegation?.setIn === "parent" ? (
            <>
              <li>
                Open the zone above <strong className="font-medium text-ink">{apex}</strong>
                {step?.remedy ? ": the step Delegation says which and where" : ""}.
              </li>
              <li>
                Set the NS records of {apex} there to exactly these {host.nameServers.length} names, and save.
              </li>
            </>
          ) : (
            <>
              <li>
                Open <strong className="font-medium text-ink">{apex}</strong> at the registrar where you
                bought it.
              </li>
              <li>
                Put exactly these {host.nameServers.length} names in place of its name servers, and save.
              </li>
            </>
          )}
          <li>
            Nothing more: Lamia sees it by itself, usually within minutes; the registry may take up to 48
            hours.{" "}
            {step?.retryAt ? (
              <span className="text-subtle">
                <Countdown to={step.retryAt} prefix="Next check in " dueText="Checking now" />.
              </span>
            ) : null}
          </li>
        </ol>
      ) : null}
      {done && parent ? (
        <p className="flex items-center gap-2 rounded-b-xl border-line border-t px-4 py-2.5 text-done text-sm">
          <stateStyles.done.icon aria-hidden className="size-4 shrink-0" />
          {parent} sends the world to exactly these.
        </p>
      ) : null}
    </Card>
  );
}

const words = {
  ok: { tone: "done", text: (parent: string | null) => `found at ${parent}` },
  missing: { tone: "blocked", text: (parent: string | null) => `not yet at ${parent}` },
  foreign: { tone: "failed", text: (parent: string | null) => `at ${parent}, must go` },
  unknown: { tone: "neutral", text: () => "not asked yet" },
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
        {text(parent)}
      </Badge>
      {foreign ? (
        <span className="size-7 shrink-0" />
      ) : (
        <CopyButton text={server.name} label={`Copy name server ${number}`} />
      )}
    </li>
  );
}

function CopyAll({ nameServers }: { nameServers: readonly string[] }) {
  const { state, copy } = useCopy();
  return (
    <Button size="sm" onClick={() => void copy(nameServers.join("\n"))}>
      {state === "copied" ? "Copied" : state === "failed" ? "Not allowed" : "Copy all name servers"}
    </Button>
  );
}
