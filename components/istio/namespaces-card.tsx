"use client";
import { useState } from "react";
import { Badge, StatusBadge } from "@/components/ui/badge";
import { Breakable } from "@/components/ui/breakable";
import { Card } from "@/components/ui/card";
import { SearchInput } from "@/components/ui/form/search-input";
import { TextLink } from "@/components/ui/link";
import { EmptyState } from "@/components/ui/notices";
import { isSystemNamespace, TakeButton, useSetManaged } from "@/components/virtual-cluster/take-and-release";
import type { IstioView } from "@/lib/api/istio";
import { RemedyText } from "./parts-card";
import { texts } from "./texts";

type NamespaceRow = IstioView["namespaces"][number];
const mostShown = 100;

/** Every namespace: whether it is a virtual cluster, and if not, why not. */
export function NamespacesCard({ namespaces }: { namespaces: readonly NamespaceRow[] }) {
  const [q, setQ] = useState("");
  const { take, busyName } = useSetManaged();
  const found = namespaces
    .filter(({ name }) => name.includes(q.trim().toLowerCase()))
    .sort((one, other) => rank(one) - rank(other));
  return (
    <Card
      title={texts.namespaces}
      description={texts.namespacesHelp}
      actions={<SearchInput label={texts.filterNamespaces} value={q} onChange={setQ} />}
      flush
    >
      {found.length === 0 ? (
        <EmptyState headingLevel={3} title={texts.noNamespace({ q })} className="py-8" />
      ) : (
        <ul aria-label={texts.namespaces} className="divide-y divide-line">
          {found.slice(0, mostShown).map((namespace) => (
            <NamespaceLine
              key={namespace.name}
              namespace={namespace}
              busy={busyName === namespace.name}
              onTake={() => void take(namespace.name)}
            />
          ))}
        </ul>
      )}
      {found.length > mostShown ? (
        <p className="border-line border-t px-4 py-2.5 text-subtle text-sm">
          {texts.moreNamespaces({ count: found.length - mostShown })}
        </p>
      ) : null}
    </Card>
  );
}

/** Virtual clusters first, then candidates, then namespaces of Kubernetes and Istio. */
function rank({ managed, name }: NamespaceRow): number {
  return managed ? 0 : isSystemNamespace(name) ? 2 : 1;
}

interface NamespaceLineProps {
  namespace: NamespaceRow;
  busy: boolean;
  onTake: () => void;
}

function NamespaceLine({ namespace, busy, onTake }: NamespaceLineProps) {
  const { name, managed, reason, remedy, injection } = namespace;
  const isOffered = !managed && !isSystemNamespace(name);
  return (
    <li className="grid gap-x-4 gap-y-1 px-4 py-2.5 text-sm sm:grid-cols-[14rem_1fr_10.5rem] sm:items-start">
      <p className="flex flex-wrap items-center gap-2">
        {managed ? (
          <TextLink href={`/virtual-clusters/${encodeURIComponent(name)}`} className="font-mono text-xs">
            <Breakable text={name} />
          </TextLink>
        ) : (
          <span className="font-mono text-xs">
            <Breakable text={name} />
          </span>
        )}
        {managed ? <Badge tone="accent">{texts.virtualCluster}</Badge> : null}
      </p>
      <div className="min-w-0">
        <p className="text-pretty text-muted">{reason}</p>
        {remedy && isOffered ? <RemedyText remedy={remedy} /> : null}
      </div>
      <div className="flex flex-wrap items-center justify-between gap-2 sm:justify-end">
        <StatusBadge state={injection ? "done" : "idle"}>
          {injection ? texts.injected : texts.notInjected}
        </StatusBadge>
        {isOffered ? <TakeButton name={name} busy={busy} onTake={onTake} /> : null}
      </div>
    </li>
  );
}
