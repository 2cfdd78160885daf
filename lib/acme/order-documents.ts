import { z } from "zod";
import { problemDocument } from "./problem";

/** RFC 8555, section 7.1.3. */
export const orderDocument = z.object({
  status: z.enum(["pending", "ready", "processing", "valid", "invalid"]),
  expires: z.string().optional(),
  error: problemDocument.optional(),
  authorizations: z.array(z.url()).max(100),
  finalize: z.url(),
  certificate: z.url().optional(),
});
export type OrderDocument = z.infer<typeof orderDocument>;

/** RFC 8555, sections 7.1.4 and 7.1.5. */
export const authorizationDocument = z.object({
  identifier: z.object({ value: z.string() }),
  status: z.enum(["pending", "valid", "invalid", "deactivated", "expired", "revoked"]),
  challenges: z.array(
    z.object({
      type: z.string(),
      url: z.url(),
      status: z.enum(["pending", "processing", "valid", "invalid"]),
      token: z.string().default(""),
      error: problemDocument.optional(),
    }),
  ),
});
export type AuthorizationDocument = z.infer<typeof authorizationDocument>;
