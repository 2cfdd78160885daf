"use client";
import { LockKeyhole, Pencil, Stethoscope } from "lucide-react";
import { Children, type ReactNode, useId } from "react";
import { AllowedLink } from "@/components/access/allowed";
import { gatewayPaths } from "@/components/gateway/gateway-paths";
import { HostName, Readable } from "@/components/gateway/host-name";
import { stepFact, walkStyles } from "@/components/gateway/state-words";
import { texts } from "@/components/gateway/texts";
import { StatusBadge, stateStyles } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { CodeBlock, CopyButton } from "@/components/ui/copy-button";
import { deferred } from "@/components/ui/deferred";
import { LinkButton, TextLink } from "@/components/ui/link";
import { Callout, EmptyState } from "@/components/ui/notices";
import { Skeleton } from "@/components/ui/skeleton";
import { Countdown } from "@/components/ui/time/relative-time";
import type { GatewayView, SecuredHostView } from "@/lib/api/gateway";
import { awaitedOf } from "@/lib/gateway/walk/report";
import { isIpAddress } from "@/lib/model/dns-name";
import { type MalformedPart, securedHostsAnnotation } from "@/lib/model/secured-hosts";
import { CertificateCard } from "./certificate-card";
import { nameServersId } from "./name-server-comparison";
import { NameServersCard, RecordsCard } from "./name-servers-card";
import { formatTaken, walkTaken } from "./step-times";
import { WalkGraph } from "./walk-graph";
import { focusStep } from "./walk-table";

const RecordsToEnter = deferred(
  () => import("@/components/gateway/by-hand/records-to-enter").then((module) => module.RecordsToEnter),
  () => <Skeleton className="h-56" />,
);

/** The state of the walk, in one sentence: the first thing you read. */
export function WalkHeadline({ host, virtualCluster }: { host: SecuredHostView; virtualCluster: string }) {
  const { state } = walkStyles[host.state];
  const look = stateStyles[state];
  const Icon = look.icon;
  const step = focusStep(host.steps);
  const taken = walkTaken(host.steps);
  const showsNameServers =
    step?.id === "delegation" &&
    step.state === "blocked" &&
    host.nameServers.length > 0 &&
    !stepFact(host, "delegation")?.strayDs;
  return (
    <div
      role="status"
      className={cn(
        // Three lines, on phones five, whatever the text, so that the steps below keep their place.
        "flex min-h-20 items-center gap-3 max-sm:min-h-31 rounded-t-xl border-line border-b px-4 py-2.5",
        looks[state],
      )}
    >
      <Icon
        aria-hidden
        strokeWidth={2.25}
        className={cn("size-5 shrink-0", look.text, state === "running" && "animate-spin")}
      />
      <div className="min-w-0 flex-1 text-sm">
        {host.state === "serving" ? (
          <>
            <p className="font-medium text-ink">{opensWith(host)}</p>
            <p className="text-muted">
              {taken === null ? null : `${texts.setUpIn({ time: formatTaken(taken) })} `}
              {texts.keepsChecking}
            </p>
          </>
        ) : (
          <>
            <p className="font-medium text-ink">
              {step?.id === "answering" && (step.state === "waiting" || step.state === "blocked") ? (
                <Readable text={texts.answersWrong({ host: host.host })} />
              ) : (
                titles[host.state]({ step: step?.title ?? "" })
              )}
            </p>
            <p
              className={cn(
                "text-pretty break-words text-muted",
                // What you must do is shown in full; anything else is repeated at its step.
                step?.state !== "blocked" && "line-clamp-2 max-sm:line-clamp-3",
              )}
            >
              <Readable
                text={
                  (step?.state === "blocked" && step.remedy && !showsNameServers
                    ? step.remedy
                    : step?.note) ?? ""
                }
              />
              {showsNameServers ? (
                <>
                  {" "}
                  <TextLink href={`#${nameServersId(host)}`}>{texts.seeNameServers}</TextLink>.
                </>
              ) : null}
              {step?.id === "zone" && step.state === "blocked" ? (
                // The provider's settings hold the cause.
                <>
                  {" "}
                  <TextLink href={gatewayPaths.metadata(virtualCluster)}>{texts.editMetadata}</TextLink>.
                </>
              ) : null}
              {step?.retryAt && host.state !== "working" ? (
                <span className="text-subtle">
                  {" "}
                  <Countdown
                    to={step.retryAt}
                    prefix={`${texts.nextCheckIn} `}
                    dueText={texts.checkingNowSentence}
                  />
                </span>
              ) : null}
            </p>
          </>
        )}
      </div>
    </div>
  );
}

/** Mentions browsers only when their trust is known; reports of older releases don't have it. */
function opensWith({ host, url, certificate, trusted }: SecuredHostView): ReactNode {
  const site = url ? (
    <TextLink href={url}>
      <Readable text={url.replace("https://", "")} />
    </TextLink>
  ) : (
    <span>{texts.everyName({ zone: host.slice(2) })}</span>
  );
  if (trusted === true) return Children.toArray(texts.opensTrusted({ site }));
  if (trusted === false)
    return Children.toArray(texts.opensUntrusted({ site, issuer: certificate?.issuer ?? texts.privateCa }));
  return Children.toArray(texts.opens({ site }));
}

const looks = {
  idle: "bg-sunken",
  running: "bg-running-soft",
  waiting: "bg-waiting-soft",
  blocked: "bg-blocked-soft",
  failed: "bg-failed-soft",
  done: "bg-done-soft",
} as const;

const titles = {
  new: () => texts.stateNew,
  working: texts.stateWorking,
  waiting: texts.stateWaiting,
  blocked: texts.stateBlocked,
  failed: texts.stateFailed,
} as const;

/** One Secured Host: its walk, and the walk's results. */
export function SecuredHostSection(props: {
  host: SecuredHostView;
  virtualCluster: string;
  gateway: string;
}) {
  const { host, virtualCluster, gateway } = props;
  const id = useId();
  const { state, label } = walkStyles[host.state];
  const isByHand = host.steps.some((step) => awaitedOf(step).length > 0);
  const hasDns = !isIpAddress(host.host);
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id={id} className="min-w-0 font-mono font-semibold text-ink text-lg">
          <HostName host={host.host} />
        </h2>
        <StatusBadge state={state}>{label}</StatusBadge>
        <span className="text-subtle text-sm">
          {texts.onPort({ port: String(host.port) })}
          {host.address ? (
            <>
              {" · "}
              <code className="font-mono text-[0.8125rem] text-muted">{host.address}</code>
            </>
          ) : null}
        </span>
        <GeneratedLink host={host} />
        {hasDns ? (
          <LinkButton
            size="sm"
            icon={<Stethoscope aria-hidden />}
            href={diagnosisOf(host)}
            aria-label={texts.diagnoseHost({ host: host.host })}
          >
            {texts.diagnose}
          </LinkButton>
        ) : null}
      </div>
      <div className="min-w-0 rounded-xl border border-line bg-surface shadow-low">
        <WalkHeadline host={host} virtualCluster={virtualCluster} />
        <h3 className="sr-only">{texts.walkOf({ host: host.host })}</h3>
        <WalkGraph host={host} />
      </div>
      {isByHand ? <RecordsToEnter host={host} virtualCluster={virtualCluster} /> : null}
      <div className={cn("grid gap-4", hasDns && "lg:grid-cols-2")}>
        {hasDns ? (
          <div id={nameServersId(host)} className="grid min-w-0 scroll-mt-16">
            <NameServersCard host={host} virtualCluster={virtualCluster} gateway={gateway} />
          </div>
        ) : null}
        <CertificateCard host={host} virtualCluster={virtualCluster} gateway={gateway} />
      </div>
      {isByHand || !hasDns ? null : (
        <RecordsCard host={host} virtualCluster={virtualCluster} gateway={gateway} />
      )}
    </section>
  );
}

/** A wildcard represents names below it; the walk checks one of them. */
function diagnosisOf({ host }: SecuredHostView): string {
  return `/diagnose?host=${encodeURIComponent(host.replace(/^\*\./, "www."))}`;
}

/** The URL of the site; a link only once it opens. */
function GeneratedLink({ host }: { host: SecuredHostView }) {
  if (!host.url) return <span className="text-subtle text-sm sm:ml-auto">{texts.wildcardHasNoLink}</span>;
  const looks = "min-w-0 break-all font-mono text-[0.8125rem]";
  return (
    <span className="flex min-w-0 items-center gap-1 sm:ml-auto">
      {host.state === "serving" ? (
        <a
          href={host.url}
          target="_blank"
          rel="noreferrer"
          className={`${looks} rounded-sm text-accent-ink underline decoration-accent-ink/35 underline-offset-3 hover:decoration-accent-ink`}
        >
          {host.url}
        </a>
      ) : (
        <span className={`${looks} text-subtle`} title={texts.opensLater}>
          {host.url}
        </span>
      )}
      <CopyButton text={host.url} label={texts.copyLink({ url: host.url })} />
    </span>
  );
}

/** Replaces a walk: what a Secured Host is and the two ways to add one. */
export function NoSecuredHost({ gateway }: { gateway: GatewayView }) {
  const { name, virtualCluster } = gateway;
  return (
    <div className="rounded-xl border border-line bg-surface shadow-low">
      <EmptyState
        icon={<LockKeyhole aria-hidden />}
        title={texts.noHostYet}
        description={texts.noHostYetHelp}
        actions={
          <AllowedLink
            needs={["editor", virtualCluster, "Gateway"]}
            variant="primary"
            icon={<Pencil aria-hidden />}
            href={gatewayPaths.edit(virtualCluster, name)}
          >
            {texts.addHost}
          </AllowedLink>
        }
      >
        <p className="mb-1.5 text-center text-muted text-sm">{texts.orWithKubectl}</p>
        <CodeBlock
          label={texts.kubectlCommand}
          numbered={false}
          code={`kubectl annotate gateway.networking.istio.io \\\n  ${name} -n ${virtualCluster} \\\n  lamia.dev/secured-hosts=443=shop.example.com`}
        />
      </EmptyState>
    </div>
  );
}

/** Invalid parts of the annotation, each with the reason. */
export function MalformedCallout({ parts }: { parts: readonly MalformedPart[] }) {
  if (parts.length === 0) return null;
  const code = "rounded-sm bg-surface px-1 font-mono text-[0.8125rem] wrap-anywhere";
  return (
    <Callout tone="blocked" title={texts.malformed({ count: parts.length })}>
      <p>
        {Children.toArray(
          texts.malformedHelp({
            count: parts.length,
            annotation: <code className={code}>{securedHostsAnnotation}</code>,
          }),
        )}
      </p>
      <ul className="mt-1 list-disc space-y-1 pl-5">
        {parts.map(({ part, reason }) => (
          <li key={part}>
            <code className={code}>{part}</code> – {reason}.
          </li>
        ))}
      </ul>
    </Callout>
  );
}
