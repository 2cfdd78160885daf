"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import { Callout } from "@/components/ui/notices";
import { Dialog } from "@/components/ui/overlay/dialog";
import { showToast } from "@/components/ui/overlay/toast";
import { SkeletonText } from "@/components/ui/skeleton";
import type { CertManagerView, IssuerView, MigrationPlace } from "@/lib/api/cert-manager";
import { certManagerQuery, takeIssuerSettings } from "@/lib/client/cert-manager";
import { metadataQuery } from "@/lib/client/metadata";
import { ApiProblem } from "@/lib/client/request";
import { Afterwards } from "./remove-certificate";
import { texts } from "./texts";

interface MigrationDialogProps {
  virtualCluster: string;
  onClose: () => void;
}

type Solver = IssuerView["solvers"][number];

interface Chosen {
  issuer: IssuerView;
  solver: Solver;
}

/** Shows which settings of an issuer of cert-manager become metadata, and what stays behind, and asks. */
export function MigrationDialog({ virtualCluster, onClose }: MigrationDialogProps) {
  const client = useQueryClient();
  const options = certManagerQuery(virtualCluster);
  const query = useQuery(options);
  const choices = choicesOf(query.data?.issuers ?? []);
  const [wanted, setWanted] = useState<string>();
  const [wantedPlace, setPlace] = useState<MigrationPlace>("virtualCluster");
  const chosen = choices.find(({ value }) => value === wanted) ?? choices[0];
  const take = useMutation({
    mutationFn: ({ issuer, solver, place }: Chosen & { place: MigrationPlace }) => {
      const { kind, namespace, name } = issuer;
      const { index, seen } = solver;
      return takeIssuerSettings(virtualCluster, { kind, namespace, name, solver: index, seen, place });
    },
    onSuccess: (saved, { issuer, place }) => {
      client.setQueryData(metadataQuery(virtualCluster).queryKey, saved);
      if (place === "installation") void client.invalidateQueries(metadataQuery(null));
      const said = { issuer: nameOf(issuer) };
      showToast({
        tone: "success",
        title: place === "installation" ? texts.takenForAll(said) : texts.taken(said),
        description: texts.takenHelp,
      });
      onClose();
    },
    onError(thrown) {
      const current = thrown instanceof ApiProblem ? thrown.problem.current : undefined;
      if (current) client.setQueryData(options.queryKey, current as CertManagerView);
      else void query.refetch();
    },
  });
  const place = chosen?.solver.fitsInstallation ? wantedPlace : "virtualCluster";
  const isPossible = chosen !== undefined && chosen.solver.obstacle === null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={texts.title}
      description={texts.help({ virtualCluster })}
      footer={
        <>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button
            variant="primary"
            disabled={!isPossible}
            busy={take.isPending}
            onClick={() => chosen && take.mutate({ ...chosen, place })}
          >
            {texts.take}
          </Button>
        </>
      }
    >
      <div className="grid gap-4 text-sm">
        {query.isPending ? <SkeletonText lines={4} label={texts.loading} /> : null}
        {query.isError ? <Callout tone="failed">{query.error.message}</Callout> : null}
        {query.data && choices.length === 0 ? (
          <Callout>{query.data.installed ? texts.noIssuers({ virtualCluster }) : texts.absent}</Callout>
        ) : null}
        {chosen ? (
          <>
            <Field label={texts.choose}>
              <Select
                options={choices.map(({ value, label }) => ({ value, label }))}
                value={chosen.value}
                onChange={(event) => setWanted(event.target.value)}
              />
            </Field>
            <Place of={chosen} {...{ virtualCluster, place }} onChange={setPlace} />
            <Settings solver={chosen.solver} place={place} />
          </>
        ) : null}
        {take.isError ? <Callout tone="failed">{take.error.message}</Callout> : null}
        <Afterwards certificates={query.data?.certificates ?? []} />
      </div>
    </Dialog>
  );
}

function nameOf({ kind, namespace, name }: IssuerView): string {
  return namespace === null ? texts.issuer({ kind, name }) : texts.issuerIn({ kind, namespace, name });
}

/** Those of whom something can be taken come first. */
function choicesOf(issuers: readonly IssuerView[]) {
  return issuers
    .flatMap((issuer) =>
      issuer.solvers.map((solver) => ({
        value: `${issuer.kind}/${issuer.namespace ?? ""}/${issuer.name}/${solver.index}`,
        label: texts.solver({ issuer: nameOf(issuer), title: solver.title }),
        issuer,
        solver,
      })),
    )
    .sort((a, b) => Number(a.solver.obstacle !== null) - Number(b.solver.obstacle !== null));
}

interface PlaceProps {
  of: Chosen;
  virtualCluster: string;
  place: MigrationPlace;
  onChange: (place: MigrationPlace) => void;
}

/** Secrets of a ClusterIssuer are the whole cluster's: you choose who can read them from now on. */
function Place({ of: { issuer, solver }, virtualCluster, place, onChange }: PlaceProps) {
  const hasSecrets = solver.settings.some(({ from }) => from !== null);
  const isExposed = issuer.kind === "ClusterIssuer" && hasSecrets && place === "virtualCluster";
  return (
    <>
      {solver.fitsInstallation ? (
        <Field label={texts.place} help={texts.placeHelp}>
          <Select
            options={[
              { value: "virtualCluster", label: texts.ofVirtualCluster({ virtualCluster }) },
              { value: "installation", label: texts.ofInstallation },
            ]}
            value={place}
            onChange={(event) => onChange(event.target.value as MigrationPlace)}
          />
        </Field>
      ) : null}
      {isExposed ? (
        <Callout tone="waiting" title={texts.readable({ virtualCluster })}>
          {texts.readableHelp({ virtualCluster, fits: solver.fitsInstallation ? "yes" : "no" })}
        </Callout>
      ) : null}
      {place === "installation" && hasSecrets ? <Callout>{texts.shared}</Callout> : null}
    </>
  );
}

function Settings({ solver, place }: { solver: Solver; place: MigrationPlace }) {
  if (solver.obstacle !== null) return <Callout tone="blocked">{solver.obstacle}</Callout>;
  return (
    <>
      <section>
        <h3 className="font-medium text-ink">{texts.settings}</h3>
        <ul aria-label={texts.settings} className="mt-1 divide-y divide-line rounded-lg border border-line">
          {solver.settings.map(({ key, label, value, from, replaces }) => (
            <li key={key} className="px-3 py-2">
              <span className="flex flex-wrap items-center gap-x-2 text-ink">
                {label}
                {replaces[place] ? <Badge tone="outline">{texts.replaces}</Badge> : null}
              </span>
              {from ? (
                <span className="break-words text-subtle">{texts.secretFrom(from)}</span>
              ) : (
                <code className="break-all font-mono text-[0.8125rem] text-muted">{value}</code>
              )}
            </li>
          ))}
        </ul>
      </section>
      {solver.left.length > 0 ? (
        <section>
          <h3 className="font-medium text-ink">{texts.left}</h3>
          <ul aria-label={texts.left} className="mt-1 list-disc space-y-1 pl-5 text-muted">
            {solver.left.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}
