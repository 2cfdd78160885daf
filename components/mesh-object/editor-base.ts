import type { MeshObjectDetails } from "@/lib/api/mesh-object";

/** What an editor needs of an object that stands, of whatever kind it is: a Gateway and a Deployment have more besides. */
export type EditorBase = Pick<
  MeshObjectDetails,
  "name" | "virtualCluster" | "form" | "object" | "owners" | "resourceVersion"
>;

/** A form that the schema has read: with a name, whatever else the kind has. */
export type ReadForm = { name: string };
