import { useFormContext, useWatch } from "react-hook-form";
import { TextField } from "@/components/mesh-object/fields/form-field";
import { TextListField } from "@/components/mesh-object/fields/text-list-field";
import { Card } from "@/components/ui/card";
import type { GatewayFormInput } from "@/lib/istio/gateway/form";
import { texts } from "./texts";

const clientModes = ["MUTUAL", "OPTIONAL_MUTUAL"];

/** Which other gateways may use the hosts, and which client certificates the gateway accepts. */
export function AccessCard() {
  const { control } = useFormContext<GatewayFormInput>();
  const servers = useWatch({ control, name: "servers" });
  const clientCa = useWatch({ control, name: "clientCa" });
  const asksClients = servers.some(({ tls }) => clientModes.includes(tls?.mode ?? "SIMPLE"));
  return (
    <Card title={texts.access}>
      <div className="grid gap-5">
        <TextListField
          name="sharedWith"
          legend={texts.sharedWith}
          itemName={texts.sharedGateway}
          help={texts.sharedWithHelp}
          emptyText={texts.sharedWithNone}
          example="billing/web"
        />
        {asksClients || clientCa ? (
          <TextField
            name="clientCa"
            label={texts.clientCa}
            mono
            example="client-ca"
            help={texts.clientCaHelp}
          />
        ) : null}
      </div>
    </Card>
  );
}
