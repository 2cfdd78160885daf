"use client";
import { Undo2 } from "lucide-react";
import { useRef, useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { FormField } from "@/components/mesh-object/form-field";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { DnsPreviewPanel } from "./dns-preview-panel";
import { type ServerValues, secureServer } from "./secure-server";

interface SecuredHostFieldProps {
  /** Dotted path of the server in the form. */
  server: string;
  virtualCluster: string;
}

interface Applied {
  before: ServerValues;
  said: readonly string[];
}

const parts = ["hosts", "port", "protocol"] as const;

/**
 * The Secured Host of a server. Leaving the field sets what goes with it (HTTPS, port 443, the host among the hosts),
 * says so and offers to take it back.
 */
export function SecuredHostField({ server, virtualCluster }: SecuredHostFieldProps) {
  const { control, getValues, setValue } = useFormContext();
  const name = `${server}.securedHost`;
  const host = String(useWatch({ control, name }) ?? "");
  const [applied, setApplied] = useState<Applied | null>(null);
  const settled = useRef<string>(host);

  function write(values: ServerValues) {
    for (const part of parts)
      setValue(`${server}.${part}`, values[part], { shouldDirty: true, shouldValidate: true });
  }

  function settle() {
    const typed = host.trim().toLowerCase();
    if (typed === settled.current) return;
    const before = getValues(server) as ServerValues;
    const secured = secureServer(typed, before, settled.current || null);
    settled.current = typed;
    setApplied(null);
    if (!secured || secured.said.length === 0) return;
    setApplied({
      before: { hosts: before.hosts, port: before.port, protocol: before.protocol },
      said: secured.said,
    });
    write(secured.values);
  }

  return (
    <div className="grid gap-2">
      <FormField
        name={name}
        label="Secured Host"
        help="The DNS name that is to open over HTTPS, such as shop.example.com or *.example.com. Lamia writes its DNS and gets its certificate. Leave it empty for a server without."
      >
        {({ value, onBlur, ...field }) => (
          <Input
            {...field}
            mono
            inputMode="url"
            placeholder="shop.example.com"
            value={typeof value === "string" ? value : ""}
            onBlur={() => {
              onBlur();
              settle();
            }}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || host.trim().toLowerCase() === settled.current) return;
              // The first Enter settles the host, as leaving the field does; the next one saves.
              event.preventDefault();
              settle();
            }}
          />
        )}
      </FormField>
      <div role="status">
        {applied ? (
          <div className="flex flex-wrap items-center justify-between gap-2 rounded-lg bg-accent-soft py-1.5 pr-1.5 pl-3 text-ink text-sm">
            <span className="min-w-0 break-words">Set for it: {applied.said.join(", ")}.</span>
            <Button
              size="sm"
              variant="ghost"
              icon={<Undo2 aria-hidden />}
              onClick={() => {
                write(applied.before);
                setApplied(null);
              }}
            >
              Undo
            </Button>
          </div>
        ) : null}
      </div>
      <DnsPreviewPanel virtualCluster={virtualCluster} host={host} />
    </div>
  );
}
