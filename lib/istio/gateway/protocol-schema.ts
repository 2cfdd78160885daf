import { z } from "zod";
import { type GatewayProtocol, gatewayProtocols } from "./protocol";

const protocols: readonly string[] = gatewayProtocols;

/**
 * A protocol as a form takes it, in any case. One that is not known is told without stopping the look at the rest of
 * the form, as an object that others made may have it.
 */
export const gatewayProtocolSchema = z
  .string({ error: "A protocol is required" })
  .trim()
  .toUpperCase()
  .superRefine((protocol, context) => {
    const message = `The protocol is one of ${gatewayProtocols.join(", ")}`;
    if (!protocols.includes(protocol)) context.addIssue({ code: "custom", message });
  })
  .meta({ enum: [...gatewayProtocols] }) as unknown as z.ZodType<GatewayProtocol, string>;
