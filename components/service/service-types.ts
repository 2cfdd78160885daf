import type { SelectOption } from "@/components/ui/select";

const words: Readonly<Record<string, string>> = {
  ClusterIP: "ClusterIP: inside the cluster",
  NodePort: "NodePort: a port of every node",
  LoadBalancer: "LoadBalancer: an address of its own",
  ExternalName: "ExternalName: an alias of another name",
};

/** Types to choose from. An alias needs a name that the form does not have: it stays where it is one already. */
export function typesToChoose(current: string | undefined): SelectOption[] {
  return Object.entries(words)
    .filter(([type]) => type !== "ExternalName" || type === current)
    .map(([value, label]) => ({ value, label }));
}

export function typeInWords(type: string | undefined): string {
  return words[type ?? "ClusterIP"] ?? String(type);
}
