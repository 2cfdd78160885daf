"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Download, RotateCw } from "lucide-react";
import { Children, type ReactNode, useState } from "react";
import { AllowedButton } from "@/components/access/allowed";
import { type State, StatusBadge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import { Callout } from "@/components/ui/notices";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { RelativeTime } from "@/components/ui/time/relative-time";
import type { IstioInstallation, IstioView } from "@/lib/api/istio";
import { installIstio, istioInstallationQuery } from "@/lib/client/overview";
import { everywhere } from "@/lib/model/roles";
import { InstallationLog } from "./installation-log";
import { texts } from "./texts";

/** Installs the missing parts with a Job, after an admin has confirmed; shows its log and its result. */
export function InstallCard({ istio }: { istio: IstioView }) {
  const client = useQueryClient();
  const { data: installation } = useQuery(istioInstallationQuery());
  const [chosen, setChosen] = useState<string>();
  const [asking, setAsking] = useState(false);
  const version = chosen ?? istio.versions[0]?.version ?? "";
  const note = istio.versions.find((one) => one.version === version)?.note;
  const state = installation?.state ?? "none";
  const busy = state === "starting" || state === "running";
  const complete = istio.state === "ok" || istio.state === "working";
  if (complete && state === "none") return null;

  return (
    <Card
      title={complete ? texts.installation : texts.installMissing}
      description={istio.installation === "automatic" ? texts.automaticHelp : texts.jobHelp}
    >
      <div className="grid gap-4">
        {installation ? <InstallationOutcome installation={installation} /> : null}
        {complete || busy ? null : (
          <>
            <div className="flex flex-wrap items-start gap-3">
              <Field label={texts.version} help={note} className="w-full sm:w-96">
                <Select
                  options={istio.versions.map((one) => ({ value: one.version, label: one.version }))}
                  value={version}
                  onChange={(event) => setChosen(event.target.value)}
                />
              </Field>
              <AllowedButton
                needs={["admin", everywhere]}
                variant="primary"
                icon={state === "failed" ? <RotateCw aria-hidden /> : <Download aria-hidden />}
                className="sm:mt-6.5"
                disabled={version === ""}
                onClick={() => setAsking(true)}
              >
                {state === "failed" ? texts.tryAgain : texts.installIstioEllipsis}
              </AllowedButton>
            </div>
            <div className="grid gap-1.5">
              <p className="font-medium text-ink text-sm">{texts.willCreate}</p>
              <WhatIsCreated version={version} />
            </div>
          </>
        )}
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={texts.installTitle({ version })}
        description={texts.installHelp}
        confirmLabel={texts.installIstio}
        tone="primary"
        typeToConfirm="install"
        onConfirm={async () => {
          const started = await installIstio(version);
          client.setQueryData(istioInstallationQuery().queryKey, started);
        }}
      >
        <Callout tone="waiting">{texts.adminsOnly}</Callout>
      </ConfirmDialog>
    </Card>
  );
}

const looks = {
  none: { state: "idle", label: texts.neverRun },
  starting: { state: "running", label: texts.starting },
  running: { state: "running", label: texts.installing },
  succeeded: { state: "done", label: texts.installed },
  failed: { state: "failed", label: texts.failed },
} as const satisfies Record<IstioInstallation["state"], { state: State; label: string }>;

/** The last installation: its progress or result, with its log. */
export function InstallationOutcome({ installation }: { installation: IstioInstallation }) {
  const { state, version, image, startedAt, endedAt, note, remedy, log } = installation;
  if (state === "none") {
    return remedy ? (
      <Callout tone="blocked" title={note}>
        {remedy}
      </Callout>
    ) : null;
  }
  const look = looks[state];
  return (
    <div className="grid gap-3">
      <p role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <StatusBadge state={look.state}>{look.label}</StatusBadge>
        <span className="text-ink">{texts.istioVersion({ version: version ?? "" })}</span>
        {image ? <span className="min-w-0 break-all font-mono text-subtle text-xs">{image}</span> : null}
        {startedAt ? (
          <span className="text-subtle text-xs">
            {Children.toArray(
              (endedAt ? texts.ended : texts.started)({ when: <RelativeTime at={endedAt ?? startedAt} /> }),
            )}
          </span>
        ) : null}
      </p>
      {state === "failed" ? (
        <Callout tone="failed" title={note}>
          {remedy}
        </Callout>
      ) : (
        <p className="text-muted text-sm">{note}</p>
      )}
      <InstallationLog log={log} />
    </div>
  );
}

/** What the installer's Job creates in the cluster, to read before you confirm. */
export function WhatIsCreated({ version }: { version: string }) {
  return (
    <ul className="list-disc space-y-1 pl-5 text-muted text-sm">
      <li>{Children.toArray(texts.createsNamespace({ namespace: <Code>istio-system</Code> }))}</li>
      <li>{texts.createsDefinitions}</li>
      <li>
        {Children.toArray(
          texts.createsControlPlane({
            istiod: <Code>istiod</Code>,
            version,
            ingress: <Code>istio-ingressgateway</Code>,
          }),
        )}
      </li>
      <li>{texts.createsJob}</li>
    </ul>
  );
}

function Code({ children }: { children: ReactNode }) {
  return <code className="font-mono text-xs">{children}</code>;
}
