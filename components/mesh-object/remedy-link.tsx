import { TextLink } from "@/components/ui/link";
import type { FindingView } from "@/lib/api/finding";
import { kindTitles, type LinkedKind, newHref } from "./kind-pages";

/** What is missing by each check that finds something missing, and how its form begins. */
const missing: Readonly<Record<string, { kind: LinkedKind; about?: string }>> = {
  "gateway-has-routes": { kind: "VirtualService", about: "gateway" },
  "gateway-exists": { kind: "Gateway" },
  "destination-exists": { kind: "Service" },
};

/** Leads to the form of what a finding misses; nothing where a form would not put it right. */
export function RemedyLink({ finding: { check, object } }: { finding: FindingView }) {
  const found = missing[check];
  if (!found) return null;
  const { kind, about } = found;
  const query = about ? `?${new URLSearchParams({ [about]: object.name })}` : "";
  return (
    <TextLink href={`${newHref(kind, object.namespace)}${query}`}>
      Create a {kindTitles[kind].title.toLowerCase()}
    </TextLink>
  );
}
