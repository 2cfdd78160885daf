import { z } from "zod";
import { gatewayProtocols } from "./protocol";

/** A protocol as a form takes it, in any case. */
export const gatewayProtocolSchema = z
  .string({ error: "A protocol is required" })
  .trim()
  .toUpperCase()
  .pipe(z.enum(gatewayProtocols, { error: `The protocol is one of ${gatewayProtocols.join(", ")}` }));
