"use client";
import { useMemo } from "react";
import { useWatch } from "react-hook-form";
import { useSettled } from "@/components/mesh-object/use-settled";
import { CodeBlock } from "@/components/ui/code-block";
import { type DeploymentForm, deploymentFormSchema } from "@/lib/istio/deployment/form";
import { deploymentFromForm } from "@/lib/istio/deployment/from-form";
import type { DeploymentObject } from "@/lib/istio/deployment/object";
import { toYaml } from "@/lib/istio/yaml/write";
import type { VersionDetailsRead } from "./use-save-version";

const pauseInMilliseconds = 250;

/** The object that saving would apply: of somebody else's Deployment its image and replicas only. */
export function VersionAside(props: { virtualCluster: string; base: VersionDetailsRead | null }) {
  const { virtualCluster, base } = props;
  const values = useSettled(useWatch(), pauseInMilliseconds);
  const text = useMemo(() => {
    const read = deploymentFormSchema.safeParse(values);
    if (!read.success) return null;
    const form: DeploymentForm = read.data;
    return toYaml(deploymentFromForm(form, virtualCluster, (base?.object as DeploymentObject) ?? undefined));
  }, [values, virtualCluster, base]);
  if (text === null)
    return (
      <p className="text-muted text-sm">Shown once the form is complete: name, application and image.</p>
    );
  return (
    <div className="grid gap-2">
      <p className="text-muted text-sm">What is applied; fields of others that are not in it stay.</p>
      <CodeBlock code={text} label="YAML of the Deployment" title="deployment.yaml" />
    </div>
  );
}
