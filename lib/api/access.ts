import { z } from "zod";
import { roles } from "@/lib/model/roles";

export const grantSchema = z.object({ role: z.enum(roles), scope: z.string() });

/** Who the API takes the sender of a request for. */
export const identitySchema = z.object({
  kind: z.enum(["user", "api-token", "installation-token", "anyone"]),
  /** Of the user; empty for the installation token, and when no sign-in is set up. */
  name: z.string(),
  email: z.string().nullable(),
  grants: z.array(grantSchema),
});
export type IdentityView = z.infer<typeof identitySchema>;

export const sessionSchema = z.object({
  id: z.string(),
  isCurrent: z.boolean(),
  createdAt: z.iso.datetime(),
  /** To the minute. */
  usedAt: z.iso.datetime(),
  /** When it ends even if it is used. */
  expiresAt: z.iso.datetime(),
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
});
export type SessionView = z.infer<typeof sessionSchema>;

export const shortestPassword = 12;
export const longestPassword = 128;

export const apiTokenSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  role: z.enum(roles),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  /** To the minute. */
  lastUsedAt: z.iso.datetime().nullable(),
});
export type ApiTokenView = z.infer<typeof apiTokenSchema>;

/** Days. */
export const longestTokenLife = 366;
