"use client";
import { useMemo } from "react";
import { toYaml } from "@/lib/istio/yaml/write";
import { YamlView, type YamlViewProps } from "./yaml-view";

/** An object of the cluster in YAML, as the API sends it. */
export function ObjectYaml({ object, ...view }: Omit<YamlViewProps, "code"> & { object: unknown }) {
  const code = useMemo(() => (typeof object === "object" && object !== null ? toYaml(object) : ""), [object]);
  return <YamlView code={code} {...view} />;
}
