"use client";
import { useFormContext, useWatch } from "react-hook-form";
import { FormField, NumberField, TextField } from "@/components/mesh-object/fields/form-field";
import { TextListField } from "@/components/mesh-object/fields/text-list-field";
import { Checkbox } from "@/components/ui/form/checkbox";
import { Select } from "@/components/ui/form/controls";
import { gatewayProtocols, isPlainHttp, isTlsProtocol, tlsModes } from "@/lib/istio/gateway/protocol";
import { gatewayHostFromTyped } from "@/lib/model/hosts";
import { SecuredHostField } from "./secured-host-field";
import { texts } from "./texts";

const protocolOptions = gatewayProtocols.map((protocol) => ({ value: protocol, label: protocol }));

/** The fields of one server: Secured Host, hosts, port, protocol, TLS. */
export function ServerFields({ server, virtualCluster }: { server: string; virtualCluster: string }) {
  return (
    <div className="grid gap-5">
      <SecuredHostField server={server} virtualCluster={virtualCluster} />
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField name={`${server}.port`} label={texts.port} required help={texts.portHelp} />
        <FormField name={`${server}.protocol`} label={texts.protocol} required>
          {({ value, ...field }) => (
            <Select {...field} options={protocolOptions} value={typeof value === "string" ? value : ""} />
          )}
        </FormField>
      </div>
      <TextListField
        name={`${server}.hosts`}
        legend={texts.hosts}
        itemName={texts.host}
        help={texts.hostsHelp}
        example="shop.example.com"
        meantBy={gatewayHostFromTyped}
      />
      <TlsFields server={server} />
    </div>
  );
}

const modeOptions = tlsModes.map((mode) => ({ value: mode, label: mode }));

/** What a server does with TLS, as far as its protocol and its Secured Host leave a choice. */
function TlsFields({ server }: { server: string }) {
  const { control } = useFormContext();
  const protocol = String(useWatch({ control, name: `${server}.protocol` }) ?? "");
  const securedHost = useWatch({ control, name: `${server}.securedHost` });
  if (isPlainHttp(protocol)) return <RedirectField server={server} />;
  if (!isTlsProtocol(protocol)) return null;
  if (!securedHost) return <OwnCertificate server={server} />;
  return (
    <details className="group">
      <summary className="cursor-pointer rounded-sm text-muted text-sm hover:text-ink">
        {texts.moreTls}
      </summary>
      <p className="mt-2 mb-3 text-pretty text-subtle text-sm">{texts.moreTlsHelp}</p>
      <OwnCertificate server={server} />
    </details>
  );
}

function RedirectField({ server }: { server: string }) {
  return (
    <FormField name={`${server}.tls.httpsRedirect`} label={texts.httpsRedirect} labelHidden>
      {({ value, onChange, ...field }) => (
        <Checkbox
          {...field}
          label={texts.redirectToHttps}
          help={texts.redirectToHttpsHelp}
          checked={value === true}
          onChange={(event) => onChange(event.target.checked || undefined)}
        />
      )}
    </FormField>
  );
}

function OwnCertificate({ server }: { server: string }) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <FormField name={`${server}.tls.mode`} label={texts.tlsMode} help={texts.tlsModeHelp}>
        {({ value, onChange, ...field }) => (
          <Select
            {...field}
            placeholder={texts.defaultTlsMode}
            options={modeOptions}
            value={typeof value === "string" ? value : ""}
            onChange={(event) => onChange(event.target.value || undefined)}
          />
        )}
      </FormField>
      <TextField
        name={`${server}.tls.credentialName`}
        label={texts.ownSecret}
        mono
        example="shop-tls"
        help={texts.ownSecretHelp}
      />
    </div>
  );
}
