import { z } from "zod";
import { type GatewayProtocol, gatewayProtocols } from "@/lib/istio/gateway/protocol";
import { texts } from "./texts";

const message = texts.portRange;

/** A TCP port, 1–65535. */
export const portNumberSchema = z.number({ error: message }).int(message).min(1, message).max(65535, message);

/** IANA service name (RFC 6335, section 5.1), as for containers' ports. */
export function containerPortNameProblem(name: string): string | null {
  return /^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/.test(name) && name.length <= 15 ? null : texts.portName;
}

const protocols: readonly string[] = gatewayProtocols;

/**
 * A protocol as a form accepts it, in any case. An unknown one is reported without skipping the checks of the rest of the
 * form, because a foreign object may have it.
 */
export const gatewayProtocolSchema = z
  .string({ error: texts.protocolRequired })
  .trim()
  .toUpperCase()
  .superRefine((protocol, context) => {
    const message = texts.protocolUnknown({ protocols: gatewayProtocols.join(", ") });
    if (!protocols.includes(protocol)) context.addIssue({ code: "custom", message });
  })
  .meta({ enum: [...gatewayProtocols] }) as unknown as z.ZodType<GatewayProtocol, string>;
