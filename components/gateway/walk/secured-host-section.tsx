"use client";
import { LockKeyhole, Pencil } from "lucide-react";
import { Children, useId } from "react";
import { gatewayPaths } from "@/components/gateway/gateway-paths";
import { walkStyles } from "@/components/gateway/state-words";
import { texts } from "@/components/gateway/texts";
import { StatusBadge } from "@/components/ui/badge";
import { Breakable } from "@/components/ui/breakable";
import { CodeBlock, CopyButton } from "@/components/ui/copy-button";
import { LinkButton } from "@/components/ui/link";
import { Callout, EmptyState } from "@/components/ui/notices";
import type { GatewayView, SecuredHostView } from "@/lib/api/gateway";
import { type MalformedPart, securedHostsAnnotation } from "@/lib/model/secured-hosts";
import { CertificateCard } from "./certificate-card";
import { nameServersId } from "./name-server-comparison";
import { NameServersCard } from "./name-servers-card";
import { RecordsCard } from "./records-card";
import { WalkGraph } from "./walk-graph";
import { WalkHeadline } from "./walk-headline";

/** One Secured Host: its walk, and what the walk has brought about. */
export function SecuredHostSection(props: { host: SecuredHostView; virtualCluster: string }) {
  const { host, virtualCluster } = props;
  const id = useId();
  const { state, label } = walkStyles[host.state];
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id={id} className="min-w-0 font-mono font-semibold text-ink text-lg">
          <Breakable text={host.host} />
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
      </div>
      <div className="min-w-0 rounded-xl border border-line bg-surface shadow-low">
        <WalkHeadline host={host} virtualCluster={virtualCluster} />
        <h3 className="sr-only">{texts.walkOf({ host: host.host })}</h3>
        <WalkGraph host={host} />
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        <div id={nameServersId(host)} className="grid min-w-0 scroll-mt-16">
          <NameServersCard host={host} />
        </div>
        <CertificateCard host={host} />
      </div>
      <RecordsCard host={host} />
    </section>
  );
}

/** Where the site opens; a link only once it does. */
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

/** In place of a walk: what a Secured Host is and the two ways to one. */
export function NoSecuredHost({ gateway }: { gateway: GatewayView }) {
  const { name, virtualCluster } = gateway;
  return (
    <div className="rounded-xl border border-line bg-surface shadow-low">
      <EmptyState
        icon={<LockKeyhole aria-hidden />}
        title={texts.noHostYet}
        description={texts.noHostYetHelp}
        actions={
          <LinkButton
            variant="primary"
            icon={<Pencil aria-hidden />}
            href={gatewayPaths.edit(virtualCluster, name)}
          >
            {texts.addHost}
          </LinkButton>
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

/** Parts of the annotation that nobody can walk, each with the reason. */
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
