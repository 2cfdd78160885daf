import type { DeploymentDetails } from "@/lib/api/application";
import type { DeploymentForm } from "@/lib/istio/deployment/form";

/** A version as its page reads it. */
export type VersionDetailsRead = DeploymentDetails<DeploymentForm>;
