"use client";
import { deferred } from "@/components/ui/deferred";
import { EmptyState } from "@/components/ui/notices";
import { Skeleton } from "@/components/ui/skeleton";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import { toYaml } from "@/lib/istio/yaml/write";

const height = "h-[calc(100dvh-19rem)] min-h-72";
const YamlDiff = deferred(
  () => import("@/components/yaml/yaml-diff").then((module) => module.YamlDiff),
  () => <Skeleton className={`w-full ${height}`} />,
);

export interface ChangesPaneProps {
  /** As it stands in the cluster; null for a new one. */
  current: object | null;
  /** What the form would make; null while it cannot be read. */
  next: KubernetesObject | null;
  name: string;
}

/** What saving would change, line by line. */
export function ChangesPane({ current, next, name }: ChangesPaneProps) {
  if (!next) return <EmptyState title="Not yet" description="Changes are shown once the form is complete." />;
  const before = current ? toYaml(current) : "";
  const after = toYaml(next);
  if (before === after)
    return <EmptyState title="No changes" description="The form says what stands in the cluster." />;
  return <YamlDiff label={`Changes of ${name}`} current={before} next={after} className={height} />;
}
