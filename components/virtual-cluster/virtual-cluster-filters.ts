import { parseAsString, parseAsStringLiteral } from "nuqs";
import type { VirtualClusterFilter } from "@/lib/client/virtual-clusters";
import { texts } from "./texts";

export const injectionParser = parseAsStringLiteral(["true", "false"]);

/** The query parameters of the page "Virtual clusters". */
export const virtualClusterParsers = {
  q: parseAsString.withDefault(""),
  show: parseAsStringLiteral(["managed", "all"]).withDefault("managed"),
  injection: injectionParser,
};

export interface VirtualClusterAddress {
  q: string;
  show: "managed" | "all";
  injection: "true" | "false" | null;
}

/** The filter as the API takes it. */
export function virtualClusterFilterOf(address: VirtualClusterAddress): VirtualClusterFilter {
  const { q, show, injection } = address;
  return { show, q, ...(injection ? { injection } : {}) };
}

export const injectionOptions = [
  { value: "true", label: texts.withSidecars },
  { value: "false", label: texts.withoutSidecars },
] as const;
