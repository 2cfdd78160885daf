"use client";
import { Children, useState } from "react";
import { AllowedButton } from "@/components/access/allowed";
import { Callout } from "@/components/ui/notices";
import { RelativeTime } from "@/components/ui/time/relative-time";
import type { NameServerDirection } from "@/lib/api/name-servers";
import type { OfHost } from "@/lib/client/name-servers";
import type { RegistrarFact } from "@/lib/gateway/registrar/at-registrar";
import { NameServersDialog } from "./dialog";
import { texts } from "./texts";

/** What Lamia can do at the registrar: set the name servers, or go back to those from before; or why not. */
export function RegistrarOffer({ of, fact }: { of: OfHost; fact: RegistrarFact }) {
  const [asks, setAsks] = useState<NameServerDirection | null>(null);
  const { registrar, canSet, problem, previous } = fact;
  return (
    <div className="grid gap-3 border-line border-t px-4 py-3 empty:hidden">
      {problem ? (
        <Callout tone="waiting" title={problem.note}>
          {problem.remedy}
        </Callout>
      ) : null}
      {canSet && registrar ? (
        <div>
          <AllowedButton
            needs={["admin", of.virtualCluster]}
            size="sm"
            variant="primary"
            onClick={() => setAsks("zone")}
          >
            {texts.set({ registrar })}
          </AllowedButton>
        </div>
      ) : null}
      {previous ? (
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 text-muted text-sm">
          <p className="min-w-0 flex-1 basis-64 text-pretty">
            {Children.toArray(
              texts.before({
                ago: <RelativeTime at={previous.at} />,
                registrar: previous.registrar,
                servers: (
                  <code className="break-words font-mono text-[0.8125rem]">
                    {previous.nameServers.join(", ")}
                  </code>
                ),
              }),
            )}
          </p>
          <AllowedButton needs={["admin", of.virtualCluster]} size="sm" onClick={() => setAsks("back")}>
            {texts.back}
          </AllowedButton>
        </div>
      ) : null}
      {asks ? <NameServersDialog of={of} direction={asks} onClose={() => setAsks(null)} /> : null}
    </div>
  );
}
