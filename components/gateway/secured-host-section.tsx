"use client";
import { useId } from "react";
import { Breakable } from "@/components/ui/breakable";
import { CopyButton } from "@/components/ui/copy-button";
import { StatusBadge } from "@/components/ui/status-badge";
import type { SecuredHostView } from "@/lib/api/gateway";
import { CertificateCard } from "./certificate-card";
import { NameServersCard } from "./name-servers-card";
import { nameServersId } from "./name-servers-id";
import { RecordsCard } from "./records-card";
import { walkLooks } from "./state-words";
import { WalkGraph } from "./walk-graph";
import { WalkHeadline } from "./walk-headline";

/** One Secured Host: its walk, and what the walk has brought about. */
export function SecuredHostSection(props: { host: SecuredHostView; virtualCluster: string }) {
  const { host, virtualCluster } = props;
  const id = useId();
  const { state, label } = walkLooks[host.state];
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id={id} className="min-w-0 font-mono font-semibold text-ink text-lg">
          <Breakable text={host.host} />
        </h2>
        <StatusBadge state={state}>{label}</StatusBadge>
        <span className="text-subtle text-sm">
          port {host.port}
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
        <h3 className="sr-only">The walk of {host.host}</h3>
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
  if (!host.url)
    return (
      <span className="text-subtle text-sm sm:ml-auto">A wildcard has no address of its own to open.</span>
    );
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
        <span className={`${looks} text-subtle`} title="It opens once every step is done">
          {host.url}
        </span>
      )}
      <CopyButton text={host.url} label={`Copy link ${host.url}`} />
    </span>
  );
}
