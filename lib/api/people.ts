import { z } from "zod";
import { roles } from "@/lib/model/roles";
import { apiTokenSchema, grantSchema, sessionSchema } from "./access";

/** The user states that a list can be filtered by. */
export const userStates = ["active", "disabled"] as const;

const userGrantSchema = grantSchema.extend({
  /** The group that gives it to the user; null if it is the user's own. */
  group: z.string().nullable(),
});
export type UserGrant = z.infer<typeof userGrantSchema>;

export const userSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  grants: z.array(userGrantSchema),
  /** From the OIDC provider, as of the last sign-in. */
  groups: z.array(z.string()),
  createdAt: z.iso.datetime(),
  lastSignInAt: z.iso.datetime().nullable(),
  /** Whether a sign-in takes more than the password. */
  hasSecondFactor: z.boolean(),
  isDisabled: z.boolean(),
  /** Whether it is who asks. */
  isYou: z.boolean(),
});
export type UserView = z.infer<typeof userSchema>;

export const invitationSchema = z.object({
  /** The path of a page of the panel. It works once, and is shown only once. */
  path: z.string(),
  expiresAt: z.iso.datetime(),
});
export type InvitationView = z.infer<typeof invitationSchema>;

/** A group of the OIDC provider: one that has a role, or that a user is in. */
export const groupSchema = z.object({
  name: z.string(),
  grants: z.array(grantSchema),
  /** Who was in it at their last sign-in. */
  users: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type GroupView = z.infer<typeof groupSchema>;

const ownerSchema = z.object({ id: z.string(), name: z.string(), email: z.string() });

export const userSessionSchema = sessionSchema.extend({ user: ownerSchema });
export type UserSessionView = z.infer<typeof userSessionSchema>;

export const userTokenSchema = apiTokenSchema.extend({
  user: ownerSchema,
  /** `*`, or a virtual cluster. */
  scope: z.string(),
});
export type UserTokenView = z.infer<typeof userTokenSchema>;

/** Who has a role in a virtual cluster. */
export const memberSchema = z.object({
  kind: z.enum(["user", "group"]),
  /** The user's email address, or the name of the group. */
  name: z.string(),
  role: z.enum(roles),
  /** Whether it is who asks, or a group of theirs. */
  isYours: z.boolean(),
});
export type MemberView = z.infer<typeof memberSchema>;

/** Whom to ask for a role: only names that who asks may see. */
export const adminsSchema = z.object({ names: z.array(z.string()) });
