"use client";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { ObjectEditor } from "@/components/mesh-object/editor/object-editor";
import { LabelsAndMetadata, NameField } from "@/components/mesh-object/fields/object-fields";
import { TextListField } from "@/components/mesh-object/fields/text-list-field";
import type { EditorProps } from "@/components/mesh-object/object-form-page";
import { FormPlaceholder } from "@/components/mesh-object/pages/form-placeholder";
import { Card, Section } from "@/components/ui/card";
import { beginWith, useBeginning } from "./begin-with-gateway";
import { TargetContext, useGatewayChoices, useRouteTargets } from "./choices";
import { RoutesField } from "./routes-field";
import { texts } from "./texts";

/**
 * The form of a VirtualService. `?gateway=` and `?host=` fill in a new one, along with the only service, if there
 * is only one.
 */
export function VirtualServiceEditor(props: EditorProps) {
  const address = useSearchParams();
  const given = { gateway: address.get("gateway"), host: address.get("host") };
  const found = useBeginning(props.virtualCluster, given, props.details === null);
  if (!found) return <FormPlaceholder />;
  return <BegunEditor {...props} given={given} found={found} />;
}

type Begun = EditorProps & { given: Parameters<typeof beginWith>[0]; found: Parameters<typeof beginWith>[1] };

function BegunEditor({ given, found, ...props }: Begun) {
  const [emptyForm] = useState(() => beginWith(given, found));
  return (
    <ObjectEditor {...props} kind="VirtualService" emptyForm={emptyForm}>
      <VirtualServiceFields {...props} />
    </ObjectEditor>
  );
}

function VirtualServiceFields({ virtualCluster, details }: EditorProps) {
  const targets = useRouteTargets(virtualCluster);
  const { gateways, hosts, gatewaySource, hostSource } = useGatewayChoices(virtualCluster);
  return (
    <TargetContext value={targets}>
      <Card title={texts.virtualService}>
        <div className="grid gap-6">
          <NameField locked={details !== null} />
          <TextListField
            name="hosts"
            legend={texts.hosts}
            itemName={texts.host}
            help={texts.hostsHelp}
            example="shop.example.com"
            options={hosts}
            source={hostSource}
          />
          <TextListField
            name="gateways"
            legend={texts.gateways}
            itemName={texts.gateway}
            help={texts.gatewaysHelp}
            emptyText={texts.gatewaysNone}
            example="shop or vamp-demo/shop"
            options={gateways}
            source={gatewaySource}
          />
        </div>
      </Card>
      <Section title={texts.routes} description={texts.routesHelp}>
        <RoutesField />
      </Section>
      <LabelsAndMetadata />
    </TargetContext>
  );
}
