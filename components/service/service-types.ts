import type { SelectOption } from "@/components/ui/select";

const words: Readonly<Record<string, string>> = {
  ClusterIP: "ClusterIP: inside the cluster",
  NodePort: "NodePort: a port of every node",
  LoadBalancer: "LoadBalancer: an address of its own",
  ExternalName: "ExternalName: an alias of another name",
};

export const serviceTypeOptions: SelectOption[] = Object.entries(words).map(([value, label]) => ({
  value,
  label,
}));

export function typeInWords(type: string | undefined): string {
  return words[type ?? "ClusterIP"] ?? String(type);
}
