"use client";
import { CornerDownRight } from "lucide-react";
import { useFieldArray, useFormContext, useWatch } from "react-hook-form";
import { ObjectEditor } from "@/components/mesh-object/editor/object-editor";
import { FieldNotes, useFieldError } from "@/components/mesh-object/fields/field-notes";
import { SelectField } from "@/components/mesh-object/fields/form-field";
import { LabelsAndMetadata, NameField } from "@/components/mesh-object/fields/object-fields";
import { type EditorProps, ObjectFormPage } from "@/components/mesh-object/object-form-page";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FieldError } from "@/components/ui/form/field";
import { RepeatableList } from "@/components/ui/form/repeatable-list";
import type { GatewayFormInput } from "@/lib/istio/gateway/form";
import { AccessCard } from "./access-card";
import { IngressCard } from "./ingress-card";
import { ServerFields } from "./server-fields";
import { texts } from "./texts";

/** Creates a gateway, or edits the one of this name. */
export function GatewayForm(props: { virtualCluster: string; name?: string }) {
  return <ObjectFormPage kind="Gateway" Editor={GatewayEditor} {...props} />;
}

/** The form of a gateway. */
export function GatewayEditor(props: EditorProps) {
  return (
    <ObjectEditor {...props} kind="Gateway" emptyForm={emptyGateway} savedText={texts.savedHelp}>
      <Card>
        <NameField locked={props.details !== null} />
      </Card>
      <ServersCard virtualCluster={props.virtualCluster} />
      <IngressCard />
      <AccessCard />
      <LabelsAndMetadata keys={gatewaySettings} help={texts.metadataHelp} />
    </ObjectEditor>
  );
}

/** Metadata that Lamia reads of a Gateway. */
const gatewaySettings = [
  "certificate_scope",
  "dns_provider",
  "dns_zone",
  "gateway_address",
  "health_path",
  "health_status",
];

type ServerInput = GatewayFormInput["servers"][number];

/** The initial values of a new server, as in Istio's own first example. */
const emptyServer: ServerInput = { securedHost: "", hosts: ["*"], port: 80, protocol: "HTTP" };

/** The initial values of a new gateway's form. */
export const emptyGateway: GatewayFormInput = { name: "", labels: {}, metadata: {}, servers: [emptyServer] };

/** A server for a Secured Host that redirects plain HTTP to HTTPS. */
function redirectServer(host: string): ServerInput {
  return { securedHost: "", hosts: [host], port: 80, protocol: "HTTP", tls: { httpsRedirect: true } };
}

/** The servers of a gateway. */
export function ServersCard({ virtualCluster }: { virtualCluster: string }) {
  const { control } = useFormContext<GatewayFormInput>();
  const { fields, append, remove } = useFieldArray({ control, name: "servers" });
  const error = useFieldError("servers");
  const lonely = useLonelySecuredHost();
  return (
    <Card title={texts.servers} description={texts.serversHelp}>
      <div data-field="servers" className="grid grid-cols-1 gap-3">
        <RepeatableList
          boxed
          items={fields}
          keyOf={({ id }) => id}
          nameOf={(index) => texts.serverNumber({ number: index + 1 })}
          least={1}
          addLabel={texts.addServer}
          onAdd={() => append(emptyServer, { shouldFocus: false })}
          onRemove={(index) => remove(index)}
          render={(_, index) => <ServerFields server={`servers.${index}`} virtualCluster={virtualCluster} />}
        />
        <FieldError message={error} />
        <FieldNotes name="servers" />
        {lonely ? (
          <div className="flex flex-wrap items-center gap-2 text-muted text-sm">
            <Button
              size="sm"
              variant="ghost"
              className="h-auto! min-h-7 max-w-full whitespace-normal! break-words text-left"
              icon={<CornerDownRight aria-hidden />}
              onClick={() => append(redirectServer(lonely), { shouldFocus: false })}
            >
              {texts.redirectHttp({ host: lonely })}
            </Button>
            {texts.addsServer}
          </div>
        ) : null}
        <div className="border-line border-t pt-4">
          <SelectField
            name="dnsRecords"
            label={texts.dnsRecords}
            help={texts.dnsRecordsHelp}
            placeholder={texts.dnsRecordsInherited}
            options={[
              { value: "secured", label: texts.dnsRecordsSecured },
              { value: "all", label: texts.dnsRecordsAll },
            ]}
          />
        </div>
      </div>
    </Card>
  );
}

/** A Secured Host that http:// doesn't reach: no server in the form is on port 80. */
function useLonelySecuredHost(): string | null {
  const { control } = useFormContext<GatewayFormInput>();
  const servers = useWatch({ control, name: "servers" }) ?? [];
  if (servers.some(({ port }) => port === 80)) return null;
  return (
    servers.find(({ securedHost, protocol }) => securedHost && protocol === "HTTPS")?.securedHost ?? null
  );
}
