"use client";
import { ObjectFormPage } from "@/components/mesh-object/object-form-page";
import { GatewayEditor } from "./form/gateway-editor";

/** Creates a gateway, or edits the one of this name. */
export function GatewayForm(props: { virtualCluster: string; name?: string }) {
  return <ObjectFormPage kind="Gateway" Editor={GatewayEditor} {...props} />;
}
