"use client";
import { useQuery } from "@tanstack/react-query";
import { useSettled } from "@/components/mesh-object/use-settled";
import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { Skeleton } from "@/components/ui/skeleton";
import { TextLink } from "@/components/ui/text-link";
import type { DnsPreview } from "@/lib/api/gateway";
import { dnsPreviewQuery } from "@/lib/client/gateways";
import { hostProblem } from "@/lib/gateway/host-problem";
import { gatewayPaths } from "../gateway-paths";

interface DnsPreviewPanelProps {
  virtualCluster: string;
  /** As it is typed. */
  host: string;
}

const pauseInMilliseconds = 350;

/** What a Secured Host would use in DNS, before it is saved: zone, record and challenge. */
export function DnsPreviewPanel({ virtualCluster, host }: DnsPreviewPanelProps) {
  const name = host.trim().toLowerCase();
  const wanted = useSettled(name !== "" && hostProblem(name) === null ? name : "", pauseInMilliseconds);
  const query = useQuery(dnsPreviewQuery(virtualCluster, wanted));
  if (wanted === "") return null;
  return (
    <div
      role="status"
      aria-label="What it will use in DNS"
      aria-busy={query.isFetching}
      className="rounded-lg border border-line bg-sunken/60 px-3 py-2.5 text-sm"
    >
      {query.isError ? (
        <p className="text-muted">{query.error.message}</p>
      ) : query.data ? (
        <Preview preview={query.data} virtualCluster={virtualCluster} />
      ) : (
        <div className="flex h-22 flex-col justify-center gap-2.5">
          <Skeleton className="w-2/3" />
          <Skeleton className="w-3/4" />
          <Skeleton className="w-1/2" />
        </div>
      )}
    </div>
  );
}

function Preview({ preview, virtualCluster }: { preview: DnsPreview; virtualCluster: string }) {
  return (
    <>
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-1.5">
        <dt className="text-subtle">Zone</dt>
        <dd className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <code className="break-all font-mono text-[0.8125rem] text-ink">{preview.zone ?? "none"}</code>
          {preview.zoneExists === true ? <Badge tone="done">exists</Badge> : null}
          {preview.zoneExists === false && preview.zone ? <Badge tone="accent">will be created</Badge> : null}
          {preview.zoneExists === null ? <Badge tone="waiting">not known yet</Badge> : null}
        </dd>
        <dt className="text-subtle">Record</dt>
        <dd className="min-w-0 break-words">
          <code className="break-all font-mono text-[0.8125rem] text-ink">{preview.record}</code>
          <span className="text-muted"> to the ingress’s address</span>
        </dd>
        <dt className="text-subtle">Challenge</dt>
        <dd className="min-w-0 break-words">
          <code className="break-all font-mono text-[0.8125rem] text-ink">{preview.challenge}</code>
          <span className="text-muted"> while the certificate is issued</span>
        </dd>
      </dl>
      {preview.note ? (
        <Callout
          tone="waiting"
          className="mt-2.5"
          actions={
            preview.zoneExists === null ? (
              <TextLink href={gatewayPaths.metadata(virtualCluster)}>
                Set up the DNS provider in the metadata of {virtualCluster}
              </TextLink>
            ) : null
          }
        >
          {preview.note}
        </Callout>
      ) : null}
    </>
  );
}
