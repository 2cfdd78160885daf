import { objectHref } from "@/components/mesh-object/kind-pages";
import { TextLink } from "@/components/ui/text-link";
import type { MeshKind } from "@/lib/client/mesh-objects";

/** Objects of one kind as links; a dash for none. */
export function ObjectLinks(props: {
  kind: MeshKind | "Gateway";
  objects: readonly { name: string; virtualCluster: string }[];
}) {
  const { kind, objects } = props;
  if (objects.length === 0) return "—";
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1">
      {objects.map(({ name, virtualCluster }) => (
        <li key={`${virtualCluster}/${name}`}>
          <TextLink href={objectHref(kind, virtualCluster, name)} className="font-mono text-xs">
            {name}
          </TextLink>
        </li>
      ))}
    </ul>
  );
}
