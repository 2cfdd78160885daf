import { StatusIcon } from "@/components/ui/badge";
import { KeyValues } from "@/components/ui/breakable";
import { Card, DescriptionList } from "@/components/ui/card";
import { TextLink } from "@/components/ui/link";
import { EmptyState } from "@/components/ui/notices";
import { RelativeTime } from "@/components/ui/time/relative-time";
import type { DeploymentDetails } from "@/lib/api/application";
import type { DeploymentForm } from "@/lib/istio/deployment/form";
import { applicationPaths } from "./application-paths";
import { texts } from "./texts";

/** A version as its page reads it. */
type VersionDetailsRead = DeploymentDetails<DeploymentForm>;

/** Replicas, containers and labels of one version. */
export function VersionFacts({ version }: { version: VersionDetailsRead }) {
  const { app, virtualCluster, replicas, ready, updated, available, containers, labels, form } = version;
  return (
    <Card title={texts.details}>
      <DescriptionList
        items={[
          {
            term: texts.application,
            value: (
              <TextLink href={applicationPaths.details(virtualCluster, app)} className="font-mono text-xs">
                {app}
              </TextLink>
            ),
          },
          {
            term: texts.replicas,
            value: texts.replicaCounts({ replicas, ready, updated, available }),
          },
          {
            term: texts.containers,
            value: (
              <ul className="grid gap-1">
                {containers.map(({ name, image, ports }) => (
                  <li key={name} className="break-all font-mono text-xs">
                    {ports.length > 0
                      ? texts.containerOn({ name, image, ports: ports.join(", ") })
                      : texts.containerOf({ name, image })}
                  </li>
                ))}
              </ul>
            ),
          },
          ...(form.env.length > 0
            ? [
                {
                  term: texts.environment,
                  value: (
                    <KeyValues pairs={Object.fromEntries(form.env.map(({ name, value }) => [name, value]))} />
                  ),
                },
              ]
            : []),
          { term: texts.labels, value: <KeyValues pairs={labels} /> },
          { term: texts.metadata, value: <KeyValues pairs={form.metadata} /> },
          { term: texts.created, value: <RelativeTime at={version.createdAt} /> },
        ]}
      />
    </Card>
  );
}

/** The conditions of the Deployment: whether it is available, whether it makes progress, and why not. */
export function VersionConditions({ version }: { version: VersionDetailsRead }) {
  const { conditions, reason } = version;
  return (
    <Card title={texts.conditions} description={reason ?? texts.allReady} flush>
      {conditions.length === 0 ? (
        <EmptyState className="py-8" title={texts.noConditions} description={texts.noConditionsHelp} />
      ) : (
        <ul className="divide-y divide-line">
          {conditions.map(({ type, status, reason: why, message, at }) => (
            <li key={type} className="flex gap-2.5 px-4 py-2.5 text-sm">
              <StatusIcon state={isGood(type, status) ? "done" : "failed"} decorative className="mt-0.5" />
              <div className="min-w-0 flex-1">
                <p className="text-ink">
                  {type}: {status === "True" ? texts.yes : status === "False" ? texts.no : texts.unknown}
                  {why ? <span className="text-subtle"> ({why})</span> : null}
                </p>
                {message ? <p className="break-words text-muted">{message}</p> : null}
              </div>
              {at ? <RelativeTime at={at} className="shrink-0 text-subtle text-xs" /> : null}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** Only a failure condition is bad when true. */
function isGood(type: string, status: string): boolean {
  return type === "ReplicaFailure" ? status !== "True" : status === "True";
}
