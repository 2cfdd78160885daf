import { FileKey2 } from "lucide-react";
import { KeyValues } from "@/components/ui/breakable";
import { Card, DescriptionList } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/time/relative-time";
import type { VirtualCluster } from "@/lib/api/virtual-cluster";
import { virtualClusterPath } from "./paths";

/** What is known of the namespace itself. */
export function AboutCard({ virtualCluster }: { virtualCluster: VirtualCluster }) {
  const { name, provider, injection, labels, createdAt, reason, managed } = virtualCluster;
  return (
    <Card
      title="About"
      actions={
        <LinkButton size="sm" href={virtualClusterPath(name, "metadata")} icon={<FileKey2 aria-hidden />}>
          Edit metadata
        </LinkButton>
      }
    >
      <DescriptionList
        items={[
          { term: "DNS provider", value: provider ?? <span className="text-blocked">not configured</span> },
          { term: "Sidecars", value: injection ? "injected into new pods" : "not injected" },
          { term: "Managed", value: managed ? reason : "no" },
          { term: "Created", value: <RelativeTime at={createdAt} /> },
          { term: "Labels", value: <KeyValues pairs={labels} /> },
        ]}
      />
    </Card>
  );
}
