"use client";
import { FormField } from "@/components/mesh-object/form-field";
import { NumberField } from "@/components/mesh-object/number-field";
import { TextListField } from "@/components/mesh-object/text-list-field";
import { Select } from "@/components/ui/select";
import { gatewayProtocols } from "@/lib/istio/gateway/protocol";
import { SecuredHostField } from "./secured-host-field";
import { TlsFields } from "./tls-fields";

const protocolOptions = gatewayProtocols.map((protocol) => ({ value: protocol, label: protocol }));

/** The fields of one server: Secured Host, hosts, port, protocol, TLS. */
export function ServerFields({ server, virtualCluster }: { server: string; virtualCluster: string }) {
  return (
    <div className="grid gap-5">
      <SecuredHostField server={server} virtualCluster={virtualCluster} />
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField name={`${server}.port`} label="Port" required help="443 for HTTPS, 80 for HTTP." />
        <FormField name={`${server}.protocol`} label="Protocol" required>
          {({ value, ...field }) => (
            <Select {...field} options={protocolOptions} value={typeof value === "string" ? value : ""} />
          )}
        </FormField>
      </div>
      <TextListField
        name={`${server}.hosts`}
        legend="Hosts"
        itemName="Host"
        help="Names that this server answers for: *, *.example.com, shop.example.com, or namespace/host."
        placeholder="shop.example.com"
      />
      <TlsFields server={server} />
    </div>
  );
}
