"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Download, RotateCw } from "lucide-react";
import { useState } from "react";
import { type State, StatusBadge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import { Callout } from "@/components/ui/notices";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { RelativeTime } from "@/components/ui/time/relative-time";
import type { IstioInstallation, IstioView } from "@/lib/api/istio";
import { installIstio, istioInstallationQuery } from "@/lib/client/overview";
import { InstallationLog } from "./installation-log";

/** Installs the missing parts by a Job, after an admin has confirmed; shows its log and how it ended. */
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
      title={complete ? "Installation" : "Install what is missing"}
      description={
        istio.installation === "automatic"
          ? "What is missing is installed by itself: a setting of this panel says so."
          : "A Job in the cluster runs Istio's official installer; what stands already is left as it is."
      }
    >
      <div className="grid gap-4">
        {installation ? <InstallationOutcome installation={installation} /> : null}
        {complete || busy ? null : (
          <>
            <div className="flex flex-wrap items-start gap-3">
              <Field label="Version" help={note} className="w-full sm:w-96">
                <Select
                  options={istio.versions.map((one) => ({ value: one.version, label: one.version }))}
                  value={version}
                  onChange={(event) => setChosen(event.target.value)}
                />
              </Field>
              <Button
                variant="primary"
                icon={state === "failed" ? <RotateCw aria-hidden /> : <Download aria-hidden />}
                className="sm:mt-6.5"
                disabled={version === ""}
                onClick={() => setAsking(true)}
              >
                {state === "failed" ? "Try again…" : "Install Istio…"}
              </Button>
            </div>
            <div className="grid gap-1.5">
              <p className="font-medium text-ink text-sm">What will be created</p>
              <WhatIsCreated version={version} />
            </div>
          </>
        )}
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Install Istio ${version} into the cluster?`}
        description="It changes the whole cluster, not only one namespace. Installing takes a minute or two."
        confirmLabel="Install Istio"
        tone="primary"
        typeToConfirm="install"
        onConfirm={async () => {
          const started = await installIstio(version);
          client.setQueryData(istioInstallationQuery().queryKey, started);
        }}
      >
        <Callout tone="waiting">
          Only for administrators of the cluster: the Job gets the rights of one while it runs.
        </Callout>
      </ConfirmDialog>
    </Card>
  );
}

const looks = {
  none: { state: "idle", label: "Never run" },
  starting: { state: "running", label: "Starting" },
  running: { state: "running", label: "Installing" },
  succeeded: { state: "done", label: "Installed" },
  failed: { state: "failed", label: "Failed" },
} as const satisfies Record<IstioInstallation["state"], { state: State; label: string }>;

/** The last installation: how far it is, or how it ended, with its log. */
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
        <span className="text-ink">Istio {version}</span>
        {image ? <span className="min-w-0 break-all font-mono text-subtle text-xs">{image}</span> : null}
        {startedAt ? (
          <span className="text-subtle text-xs">
            {endedAt ? "ended " : "started "}
            <RelativeTime at={endedAt ?? startedAt} />
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

/** What the installer's Job brings into the cluster, to be read before one confirms. */
export function WhatIsCreated({ version }: { version: string }) {
  return (
    <ul className="list-disc space-y-1 pl-5 text-muted text-sm">
      <li>
        The namespace <code className="font-mono text-xs">istio-system</code>, where it is missing
      </li>
      <li>Istio's resource definitions, cluster roles and admission webhooks</li>
      <li>
        The control plane <code className="font-mono text-xs">istiod</code> {version}, and the ingress gateway{" "}
        <code className="font-mono text-xs">istio-ingressgateway</code> with a load balancer
      </li>
      <li>
        A Job with a service account of its own that runs Istio's official installer with the rights of a
        cluster administrator; they are taken away as soon as the Job has ended
      </li>
    </ul>
  );
}
