"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Pencil, Route, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { Children, useEffect, useRef, useState } from "react";
import { AllowedButton, AllowedLink } from "@/components/access/allowed";
import { FindingList, RemedyLink } from "@/components/mesh-object/findings";
import { StatusBadge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import { ErrorState } from "@/components/ui/error-state";
import { LinkButton } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { RelativeTime } from "@/components/ui/time/relative-time";
import type { GatewayDetails as Details } from "@/lib/api/gateway";
import { gatewayQuery } from "@/lib/client/gateways";
import { wildcardsQuery } from "@/lib/client/wildcards";
import { replacedSecretsAnnotation, replaceSecretsAnnotation } from "@/lib/model/replaced-secrets";
import { CheckNowButton } from "./check-now-button";
import { GatewayDetailsSkeleton } from "./gateway-details-skeleton";
import { GatewayEventsCard } from "./gateway-events-card";
import { gatewayPaths } from "./gateway-paths";
import { GatewayAboutCard, GatewayServersCard } from "./gateway-servers-card";
import { GatewayYamlCard } from "./gateway-yaml-card";
import { stepOf, walkStyles, worstWalkState } from "./state-words";
import { texts } from "./texts";
import { lastCheck } from "./walk/step-times";
import { MalformedCallout, NoSecuredHost, SecuredHostSection } from "./walk/walk-headline";

const DeleteGatewayDialog = deferred(
  () => import("./delete-gateway-dialog").then((module) => module.DeleteGatewayDialog),
  () => null,
);

const GatewaySecretsCard = deferred(
  () =>
    import("@/components/certificate/foreign/gateway-secrets-card").then(
      (module) => module.GatewaySecretsCard,
    ),
  () => <Skeleton className="h-40 w-full rounded-xl" />,
);

const HistoryList = deferred(
  () => import("@/components/audit/history-list").then((module) => module.HistoryList),
  () => <Skeleton className="h-40 w-full rounded-xl" />,
);

const RecordHostsCard = deferred(
  () => import("./record-hosts/record-hosts-card").then((module) => module.RecordHostsCard),
  () => <Skeleton className="h-40 w-full rounded-xl" />,
);

const WildcardNotices = deferred(
  () => import("@/components/certificate/wildcard/wildcard-notices").then((module) => module.WildcardNotices),
  () => <Skeleton className="h-24 w-full rounded-lg" />,
);

/**
 * Whether it has a Secret that Lamia didn't write, or had one before Lamia took over. The form leaves out the name that Lamia
 * chooses; under another name, Lamia writes the Secret too, unless somebody else's is in its way.
 */
function namesOthersSecrets({ servers, securedHosts, object }: Details): boolean {
  const { metadata } = object as { metadata?: { annotations?: Record<string, string> } };
  const { [replacedSecretsAnnotation]: replaced, [replaceSecretsAnnotation]: replacing } =
    metadata?.annotations ?? {};
  if (replaced || replacing) return true;
  const isHindered = (name: string) =>
    securedHosts.some(({ host, state }) => host === name && (state === "blocked" || state === "failed"));
  return servers.some(
    ({ tls, securedHost }) =>
      (tls?.credentialName || tls?.credentialNames) && (!securedHost || isHindered(securedHost)),
  );
}

/** The page of one gateway: the walks of its Secured Hosts, and everything known about it. */
export function GatewayDetails({ virtualCluster, name }: { virtualCluster: string; name: string }) {
  const [isGoing, setIsGoing] = useState(false);
  const query = useQuery({ ...gatewayQuery(virtualCluster, name), enabled: !isGoing });
  if (query.isPending) return <GatewayDetailsSkeleton name={name} />;
  if (query.isError)
    return (
      <ErrorState
        headingLevel={1}
        title={texts.cannotLoad({ name })}
        message={query.error.message}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    );
  return <Loaded gateway={query.data} onGoing={setIsGoing} />;
}

/** Checks also cover the TLS Secret. Only the walk shows when that appears or disappears, not the Gateway. */
function useFreshFindings({ virtualCluster, name, securedHosts }: Details) {
  const client = useQueryClient();
  const secrets = securedHosts.map((host) => stepOf(host, "secret")?.state).join();
  const seen = useRef(secrets);
  useEffect(() => {
    if (seen.current === secrets) return;
    seen.current = secrets;
    void client.invalidateQueries({ queryKey: gatewayQuery(virtualCluster, name).queryKey });
  }, [client, virtualCluster, name, secrets]);
}

function Loaded({ gateway, onGoing }: { gateway: Details; onGoing: (isGoing: boolean) => void }) {
  const { name, virtualCluster, securedHosts } = gateway;
  useFreshFindings(gateway);
  const needs = ["editor", virtualCluster, "Gateway"] as const;
  const router = useRouter();
  const [deleting, setDeleting] = useState(false);
  const { data: wildcards } = useQuery(wildcardsQuery(virtualCluster, name));
  const worst = worstWalkState(securedHosts);
  const seen = lastCheck(securedHosts.flatMap(({ steps }) => steps));
  return (
    <>
      <PageHeader
        title={name}
        isName
        badges={
          worst && securedHosts.length > 1 ? (
            <StatusBadge state={walkStyles[worst].state}>{walkStyles[worst].label}</StatusBadge>
          ) : null
        }
        description={
          // Two lines on phones: how long the time is changes while one reads.
          <span className="block max-sm:min-h-12">
            {seen
              ? Children.toArray(texts.gatewayInChecked({ virtualCluster, time: <RelativeTime at={seen} /> }))
              : texts.gatewayIn({ virtualCluster })}
          </span>
        }
        actions={
          <>
            <AllowedButton
              needs={needs}
              icon={<Trash2 aria-hidden />}
              aria-label={texts.deleteGateway}
              onClick={() => setDeleting(true)}
            >
              {texts.delete}
            </AllowedButton>
            <LinkButton icon={<Route aria-hidden />} href={gatewayPaths.map(virtualCluster, name)}>
              {texts.routes}
            </LinkButton>
            <CheckNowButton gateway={gateway} others={gateway.dnsRecords.hosts.length} />
            <AllowedLink
              needs={needs}
              variant="primary"
              icon={<Pencil aria-hidden />}
              href={gatewayPaths.edit(virtualCluster, name)}
            >
              {texts.edit}
            </AllowedLink>
          </>
        }
      />
      <MalformedCallout parts={gateway.malformedSecuredHosts} />
      {securedHosts.length === 0 ? <NoSecuredHost gateway={gateway} /> : null}
      {securedHosts.map((host) => (
        <SecuredHostSection
          key={`${host.port}=${host.host}`}
          host={host}
          virtualCluster={virtualCluster}
          gateway={name}
        />
      ))}
      {wildcards && wildcards.offers.length + wildcards.used.length > 0 ? (
        <WildcardNotices virtualCluster={virtualCluster} gateway={name} />
      ) : null}
      {gateway.dnsRecords.scope === "all" ? <RecordHostsCard gateway={gateway} /> : null}
      {gateway.findings.length > 0 ? (
        <Card title={texts.findings} description={texts.findingsHelp}>
          <FindingList
            findings={gateway.findings}
            about={{ kind: "Gateway", name }}
            actionOf={(finding) => <RemedyLink finding={finding} />}
          />
        </Card>
      ) : null}
      <GatewayServersCard gateway={gateway} />
      {namesOthersSecrets(gateway) ? (
        <GatewaySecretsCard virtualCluster={virtualCluster} gateway={name} />
      ) : null}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <GatewayEventsCard virtualCluster={virtualCluster} name={name} />
        <div className="flex min-w-0 flex-col gap-4">
          <GatewayAboutCard gateway={gateway} />
          <GatewayYamlCard gateway={gateway} />
        </div>
      </div>
      <HistoryList kind="Gateway" virtualCluster={virtualCluster} name={name} />
      {deleting ? (
        <DeleteGatewayDialog
          gateway={gateway}
          open
          onOpenChange={setDeleting}
          onBusy={onGoing}
          onDeleted={() => router.push(gatewayPaths.list(virtualCluster))}
        />
      ) : null}
    </>
  );
}
