import { StatusBadge } from "@/components/ui/badge";
import type { IstioView } from "@/lib/api/istio";
import { partLooks } from "./part-looks";

/** The state of a part of Istio as icon, word and colour. */
export function PartBadge({ state }: { state: IstioView["state"] }) {
  const look = partLooks[state];
  return <StatusBadge state={look.state}>{look.label}</StatusBadge>;
}
