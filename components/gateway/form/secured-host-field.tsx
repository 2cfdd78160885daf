"use client";
import { useQuery } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { useRef, useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { gatewayPaths } from "@/components/gateway/gateway-paths";
import { useIdn } from "@/components/gateway/host-name";
import { FormField } from "@/components/mesh-object/fields/form-field";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/form/controls";
import { TextLink } from "@/components/ui/link";
import { Callout } from "@/components/ui/notices";
import { Skeleton } from "@/components/ui/skeleton";
import { useSettled } from "@/components/ui/use-settled";
import type { DnsPreview } from "@/lib/api/gateway";
import { dnsPreviewQuery } from "@/lib/client/gateways";
import { isIpAddress } from "@/lib/model/dns-name";
import { hostFromTyped } from "@/lib/model/hosts";
import { hostProblem, securedHostProblem } from "@/lib/model/secured-hosts";
import { type ServerValues, secureServer } from "./secure-server";
import { texts } from "./texts";

interface SecuredHostFieldProps {
  /** Dotted path of the server in the form. */
  server: string;
  virtualCluster: string;
}

interface Applied {
  before: ServerValues;
  said: readonly string[];
}

const parts = ["hosts", "port", "protocol"] as const;

/**
 * The Secured Host of a server. When you leave the field, it sets what goes with the host (HTTPS, port 443, the
 * hosts), says so, and offers to undo it.
 */
export function SecuredHostField({ server, virtualCluster }: SecuredHostFieldProps) {
  const { control, getValues, setValue } = useFormContext();
  const name = `${server}.securedHost`;
  const host = String(useWatch({ control, name }) ?? "");
  const [applied, setApplied] = useState<Applied | null>(null);
  const settled = useRef<string>(host);

  function write(values: ServerValues) {
    for (const part of parts)
      setValue(`${server}.${part}`, values[part], { shouldDirty: true, shouldValidate: true });
  }

  function settle() {
    const typed = hostFromTyped(host);
    if (typed !== host) setValue(name, typed, { shouldDirty: true, shouldValidate: true });
    if (typed === settled.current) return;
    const before = getValues(server) as ServerValues;
    const secured = secureServer(typed, before, settled.current || null);
    settled.current = typed;
    setApplied(null);
    if (!secured || secured.said.length === 0) return;
    setApplied({
      before: { hosts: before.hosts, port: before.port, protocol: before.protocol },
      said: secured.said,
    });
    write(secured.values);
  }

  return (
    <div className="grid gap-2">
      <FormField name={name} label={texts.securedHost} help={texts.securedHostHelp}>
        {({ value, onBlur, ...field }) => (
          <Input
            {...field}
            mono
            inputMode="url"
            placeholder={texts.securedHostExample}
            value={typeof value === "string" ? value : ""}
            onBlur={() => {
              onBlur();
              settle();
            }}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || hostFromTyped(host) === settled.current) return;
              // The first Enter completes the host, like leaving the field; the next one saves.
              event.preventDefault();
              settle();
            }}
          />
        )}
      </FormField>
      <div role="status">
        {applied ? (
          <div className="flex flex-wrap items-center justify-between gap-2 rounded-lg bg-accent-soft py-1.5 pr-1.5 pl-3 text-ink text-sm">
            <span className="min-w-0 break-words">
              {texts.alsoSet({ settings: applied.said.join(", ") })}
            </span>
            <Button
              size="sm"
              variant="ghost"
              icon={<Undo2 aria-hidden />}
              onClick={() => {
                write(applied.before);
                setApplied(null);
              }}
            >
              {texts.undo}
            </Button>
          </div>
        ) : null}
      </div>
      <DnsPreviewPanel virtualCluster={virtualCluster} host={host} />
    </div>
  );
}

interface DnsPreviewPanelProps {
  virtualCluster: string;
  /** As typed. */
  host: string;
}

const pauseInMilliseconds = 350;

/** What a Secured Host would use in DNS, before it is saved: zone, record and challenge. */
export function DnsPreviewPanel({ virtualCluster, host }: DnsPreviewPanelProps) {
  const name = hostFromTyped(host);
  const wanted = useSettled(name !== "" && hostProblem(name) === null ? name : "", pauseInMilliseconds);
  const query = useQuery(dnsPreviewQuery(virtualCluster, wanted));
  if (isIpAddress(name) && securedHostProblem(name) === null)
    return <p className="text-muted text-sm">{texts.addressNeedsNoDns}</p>;
  if (wanted === "") return null;
  return (
    <div
      role="status"
      aria-label={texts.dnsPreview}
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
  const unicode = useIdn(preview.record)?.unicodeForm(preview.record) ?? null;
  return (
    <>
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-1.5">
        {unicode === null ? null : (
          <>
            <dt className="text-subtle">{texts.readAs}</dt>
            <dd className="min-w-0">
              <bdi className="break-all font-mono text-[0.8125rem] text-ink">{unicode}</bdi>
            </dd>
          </>
        )}
        <dt className="text-subtle">{texts.zone}</dt>
        <dd className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <code className="break-all font-mono text-[0.8125rem] text-ink">{preview.zone ?? "none"}</code>
          {preview.zoneExists === true ? <Badge tone="done">{texts.exists}</Badge> : null}
          {preview.zoneExists === false && preview.zone ? (
            <Badge tone="accent">{texts.willBeCreated}</Badge>
          ) : null}
          {preview.zoneExists === null ? <Badge tone="waiting">{texts.notKnownYet}</Badge> : null}
        </dd>
        <dt className="text-subtle">{texts.record}</dt>
        <dd className="min-w-0 break-words">
          <code className="break-all font-mono text-[0.8125rem] text-ink">{preview.record}</code>
          <span className="text-muted"> {texts.toIngress}</span>
        </dd>
        <dt className="text-subtle">{texts.challenge}</dt>
        <dd className="min-w-0 break-words">
          <code className="break-all font-mono text-[0.8125rem] text-ink">{preview.challenge}</code>
          <span className="text-muted"> {texts.duringIssuance}</span>
        </dd>
      </dl>
      {preview.delegatedTo ? (
        <Callout
          tone="blocked"
          className="mt-2.5"
          title={texts.isYours({ zone: preview.zone ?? preview.record })}
        >
          {texts.isYoursHelp({ nameServers: preview.delegatedTo.join(", ") })}
        </Callout>
      ) : null}
      {preview.orderHindrance ? (
        <Callout tone="waiting" className="mt-2.5" title={texts.orderLater}>
          {preview.orderHindrance}
        </Callout>
      ) : null}
      {preview.note ? (
        <Callout
          tone="waiting"
          className="mt-2.5"
          actions={
            preview.zoneExists === null ? (
              <TextLink href={gatewayPaths.metadata(virtualCluster)}>
                {texts.setUpProvider({ virtualCluster })}
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
