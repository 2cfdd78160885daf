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

export const userSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  /** In the whole installation; null for none. */
  role: z.enum(roles).nullable(),
  createdAt: z.iso.datetime(),
  isDisabled: z.boolean(),
  /** Whether it is who asks. */
  isYou: z.boolean(),
});
export type UserView = z.infer<typeof userSchema>;

export const invitationSchema = z.object({
  /** The path of a page of the panel; whoever opens it first becomes a user. Shown only once. */
  path: z.string(),
  expiresAt: z.iso.datetime(),
});
export type InvitationView = z.infer<typeof invitationSchema>;

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
