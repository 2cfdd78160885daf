"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Radar } from "lucide-react";
import { covers, useSession } from "@/components/access/use-missing-role";
import { CodeBlock } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/notices";
import { statusQuery } from "@/lib/client/activity";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";
import { everywhere } from "@/lib/model/roles";
import { isSystemNamespace, TakeButton } from "./take-and-release";
import { texts } from "./texts";

export interface WaitingForNamespacesProps {
  onTake: (name: string) => void;
  busyName: string | null;
  onShowOthers: () => void;
}

const mostOffered = 5;

/**
 * Replaces the empty list: what makes a namespace a virtual cluster, and which ones could become one; or for whoever
 * has roles in virtual clusters only, that these aren't there.
 */
export function WaitingForNamespaces(props: WaitingForNamespacesProps) {
  const session = useSession();
  if (session === undefined || covers(session, ["viewer", everywhere])) return <NamespacesToAdd {...props} />;
  const names = [...new Set(session.grants.map(({ scope }) => scope))].sort();
  return (
    <EmptyState
      icon={<Radar aria-hidden className="animate-breathe" />}
      title={texts.yoursNotThere}
      description={texts.yoursNotThereHelp({ names: names.join(", "), count: names.length })}
    />
  );
}

/** For those who see the whole installation. */
function NamespacesToAdd({ onTake, busyName, onShowOthers }: WaitingForNamespacesProps) {
  const { data: status } = useQuery(statusQuery());
  const { data } = useInfiniteQuery(virtualClustersQuery({ show: "all" }));
  const others = data?.pages.flatMap(({ items }) => items) ?? [];
  const candidates = others
    .filter(({ name, managed }) => !managed && !isSystemNamespace(name))
    // Rarely the right one.
    .sort((one, other) => Number(one.name === "default") - Number(other.name === "default"));
  const connected = status?.cluster.state === "connected";
  return (
    <EmptyState
      icon={<Radar aria-hidden className="animate-breathe" />}
      title={texts.waiting}
      description={connected || !status ? texts.waitingHelp : texts.unseenHelp}
    >
      {connected ? (
        <div className="grid gap-5">
          <div className="grid gap-1.5">
            <p className="text-muted text-sm">{candidates.length === 0 ? texts.createOne : texts.labelOne}</p>
            <CodeBlock label={texts.command} numbered={false} code={commandFor(candidates[0]?.name)} />
          </div>
          {candidates.length > 0 ? (
            <div className="grid gap-1.5">
              <p className="text-muted text-sm">{texts.orAdd}</p>
              <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
                {candidates.slice(0, mostOffered).map(({ name }) => (
                  <li key={name} className="flex items-center justify-between gap-3 px-3 py-2">
                    <span className="truncate font-mono text-[0.8125rem]">{name}</span>
                    <TakeButton name={name} busy={busyName === name} onTake={() => onTake(name)} />
                  </li>
                ))}
              </ul>
            </div>
          ) : null}
          <p className="text-center text-subtle text-sm">
            {texts.missingYours}{" "}
            <button
              type="button"
              onClick={onShowOthers}
              className="cursor-pointer rounded-sm font-medium text-accent-ink underline underline-offset-3"
            >
              {texts.showAll({ count: others.length })}
            </button>
          </p>
        </div>
      ) : null}
    </EmptyState>
  );
}

function commandFor(candidate: string | undefined): string {
  const label = (name: string) =>
    `kubectl label namespace ${name} \\\n  lamia.dev/managed=true istio-injection=enabled`;
  return candidate === undefined
    ? `kubectl create namespace vamp-demo\n${label("vamp-demo")}`
    : label(candidate);
}
