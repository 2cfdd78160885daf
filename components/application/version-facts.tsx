import { KeyValues } from "@/components/mesh-object/key-values";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import { applicationPaths } from "./application-paths";
import type { VersionDetailsRead } from "./version-details-read";

/** Replicas, containers and labels of one version. */
export function VersionFacts({ version }: { version: VersionDetailsRead }) {
  const { app, virtualCluster, replicas, ready, updated, available, containers, labels, form } = version;
  return (
    <Card title="Details">
      <DescriptionList
        items={[
          {
            term: "Application",
            value: (
              <TextLink href={applicationPaths.details(virtualCluster, app)} className="font-mono text-xs">
                {app}
              </TextLink>
            ),
          },
          {
            term: "Replicas",
            value: `${replicas} wanted, ${ready} ready, ${updated} up to date, ${available} available`,
          },
          {
            term: "Containers",
            value: (
              <ul className="grid gap-1">
                {containers.map(({ name, image, ports }) => (
                  <li key={name} className="break-all font-mono text-xs">
                    {name}: {image}
                    {ports.length > 0 ? ` on ${ports.join(", ")}` : ""}
                  </li>
                ))}
              </ul>
            ),
          },
          ...(form.env.length > 0
            ? [
                {
                  term: "Environment",
                  value: (
                    <KeyValues pairs={Object.fromEntries(form.env.map(({ name, value }) => [name, value]))} />
                  ),
                },
              ]
            : []),
          { term: "Labels", value: <KeyValues pairs={labels} /> },
          { term: "Metadata", value: <KeyValues pairs={form.metadata} /> },
          { term: "Created", value: <RelativeTime at={version.createdAt} /> },
        ]}
      />
    </Card>
  );
}
