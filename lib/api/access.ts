import { z } from "zod";

/** From least to most: each role may do what those before it may. */
export const roles = ["viewer", "operator", "editor", "admin"] as const;
export type Role = (typeof roles)[number];

/** The scope of the whole installation; every other scope is the name of a virtual cluster. */
export const everywhere = "*";

export interface Grant {
  role: Role;
  scope: string;
}

const grantSchema = z.object({ role: z.enum(roles), scope: z.string() });

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
