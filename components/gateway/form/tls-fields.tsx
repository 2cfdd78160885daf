"use client";
import { useFormContext, useWatch } from "react-hook-form";
import { FormField } from "@/components/mesh-object/form-field";
import { TextField } from "@/components/mesh-object/text-field";
import { Checkbox } from "@/components/ui/checkbox";
import { Select } from "@/components/ui/select";
import { isPlainHttp, isTlsProtocol, tlsModes } from "@/lib/istio/gateway/protocol";

const modeOptions = tlsModes.map((mode) => ({ value: mode, label: mode }));

/** What a server does with TLS, as its protocol and its Secured Host leave it open. */
export function TlsFields({ server }: { server: string }) {
  const { control } = useFormContext();
  const protocol = String(useWatch({ control, name: `${server}.protocol` }) ?? "");
  const securedHost = useWatch({ control, name: `${server}.securedHost` });
  if (isPlainHttp(protocol)) return <RedirectField server={server} />;
  if (!isTlsProtocol(protocol)) return null;
  if (!securedHost) return <OwnCertificate server={server} />;
  return (
    <details className="group">
      <summary className="cursor-pointer rounded-sm text-muted text-sm hover:text-ink">
        More TLS settings
      </summary>
      <p className="mt-2 mb-3 text-pretty text-subtle text-sm">
        Lamia ends TLS in mode SIMPLE with the certificate that it gets. Only change this for client
        certificates, or to keep a certificate of your own.
      </p>
      <OwnCertificate server={server} />
    </details>
  );
}

function RedirectField({ server }: { server: string }) {
  return (
    <FormField name={`${server}.tls.httpsRedirect`} label="HTTPS redirect" labelHidden>
      {({ value, onChange, ...field }) => (
        <Checkbox
          {...field}
          label="Redirect to HTTPS"
          help="Answers every request with a redirect to the same address over HTTPS."
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
      <FormField
        name={`${server}.tls.mode`}
        label="TLS mode"
        help="SIMPLE ends TLS here, MUTUAL asks for a client certificate too, PASSTHROUGH hands TLS on."
      >
        {({ value, onChange, ...field }) => (
          <Select
            {...field}
            placeholder="As Lamia sets it (SIMPLE)"
            options={modeOptions}
            value={typeof value === "string" ? value : ""}
            onChange={(event) => onChange(event.target.value || undefined)}
          />
        )}
      </FormField>
      <TextField
        name={`${server}.tls.credentialName`}
        label="Secret with the certificate"
        mono
        placeholder="shop-tls"
        help="In the namespace of the ingress. Leave it empty to have Lamia name its own."
      />
    </div>
  );
}
