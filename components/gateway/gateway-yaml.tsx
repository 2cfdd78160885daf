"use client";
import { useMemo } from "react";
import { YamlView } from "@/components/yaml/yaml-view";
import { type GatewayFormInput, gatewayFormSchema } from "@/lib/istio/gateway/form";
import { gatewayFromForm } from "@/lib/istio/gateway/from-form";
import { toYaml } from "@/lib/istio/yaml/write";

interface GatewayYamlProps {
  /** A form that may be half filled. */
  form: unknown;
  virtualCluster: string;
  name: string;
}

/**
 * The YAML that a form describes. While the form has mistakes it shows what the form would become as it stands, so
 * that the preview does not go away at every key.
 */
export function GatewayYaml({ form, virtualCluster, name }: GatewayYamlProps) {
  const code = useMemo(() => yamlOf(form, virtualCluster), [form, virtualCluster]);
  return (
    <YamlView
      code={code}
      label={`YAML of gateway ${name || "without a name"}`}
      fileName={`${name || "gateway"}.yaml`}
    />
  );
}

function yamlOf(form: unknown, virtualCluster: string): string {
  const parsed = gatewayFormSchema.safeParse(form);
  const read = parsed.success ? parsed.data : (form as GatewayFormInput);
  return toYaml(gatewayFromForm(read as Parameters<typeof gatewayFromForm>[0], virtualCluster));
}
