"use client";
import { useParams } from "next/navigation";
import { FormPagePlaceholder, FormPlaceholder } from "@/components/mesh-object/pages/form-placeholder";
import { newDescription } from "@/components/mesh-object/pages/kind-pages";
import { deferred } from "@/components/ui/deferred";
import { PageHeader } from "@/components/ui/page-header";
import { texts } from "./texts";

// Forms render in the browser only: input before their code has loaded would be lost.

export const GatewayForm = deferred(
  () => import("@/components/gateway/form/servers-card").then((module) => module.GatewayForm),
  () => <FormPagePlaceholder kind="Gateway" />,
);
export const ServiceForm = deferred(
  () => import("@/components/service/service-editor").then((module) => module.ServiceForm),
  () => <FormPagePlaceholder kind="Service" />,
);
export const DestinationRuleForm = deferred(
  () =>
    import("@/components/destination-rule/destination-rule-editor").then(
      (module) => module.DestinationRuleForm,
    ),
  () => <FormPagePlaceholder kind="DestinationRule" />,
);
export const VirtualServiceForm = deferred(
  () =>
    import("@/components/virtual-service/virtual-service-form").then((module) => module.VirtualServiceForm),
  () => <FormPagePlaceholder kind="VirtualService" />,
);
export const ServiceEntryForm = deferred(
  () => import("@/components/service-entry/service-entry-editor").then((module) => module.ServiceEntryForm),
  () => <FormPagePlaceholder kind="ServiceEntry" />,
);
export const EditVersionForm = deferred(
  () => import("@/components/application/version-editor").then((module) => module.EditVersionForm),
  () => <FormPagePlaceholder kind="Deployment" part="version" />,
);
export const OnlineForm = deferred(
  () => import("@/components/online/online-form").then((module) => module.OnlineForm),
  () => <FormPlaceholder />,
);
export const NewVersionForm = deferred(
  () => import("@/components/application/version-editor").then((module) => module.NewVersionForm),
  NewVersionPlaceholder,
);

function NewVersionPlaceholder() {
  const { vc = "", name } = useParams<{ vc?: string; name?: string }>();
  return (
    <>
      <PageHeader
        title={
          name === undefined ? texts.newApplication : texts.newVersionOf({ name: decodeURIComponent(name) })
        }
        description={newDescription("Deployment", decodeURIComponent(vc))}
      />
      <FormPlaceholder />
    </>
  );
}
