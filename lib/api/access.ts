import { z } from "zod";
import { roles } from "@/lib/model/roles";

export const grantSchema = z.object({ role: z.enum(roles), scope: z.string() });

const signInWaySchema = z.enum(["password", "passkey", "oidc"]);

/** Who the API takes the sender of a request for. */
export const identitySchema = z.object({
  kind: z.enum(["user", "api-token", "installation-token", "anyone"]),
  /** Of the user; empty for the installation token, and when no sign-in is set up. */
  name: z.string(),
  email: z.string().nullable(),
  /** How the user's session began; null without one. */
  way: signInWaySchema.nullable(),
  grants: z.array(grantSchema),
  /** Whether `grants` are roles of Lamia, or follow from what the cluster's RBAC allows. */
  decidedBy: z.enum(["lamia", "kubernetes"]),
  /** Where the cluster decides: which kinds of objects may be changed, in a virtual cluster or in all (`*`). */
  changes: z.array(z.object({ scope: z.string(), kinds: z.array(z.string()) })).nullable(),
  /** Has Lamia's role admin in the installation, which counts for users, settings, and managed namespaces. */
  isInstallationAdmin: z.boolean(),
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
  way: signInWaySchema,
});
export type SessionView = z.infer<typeof sessionSchema>;

/** The answer to the right password of a user with a second factor. */
export const secondStepSchema = z.object({
  secondFactor: z.literal("needed"),
  /** Which ways there are, besides recovery codes. */
  hasApp: z.boolean(),
  hasPasskey: z.boolean(),
});
export type SecondStepView = z.infer<typeof secondStepSchema>;

/** What a user has besides the password. */
const secondFactorSchema = z.object({
  app: z.object({ createdAt: z.iso.datetime(), usedAt: z.iso.datetime().nullable() }).nullable(),
  passkeys: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      /** The name of the panel at which alone it works. */
      rpId: z.string(),
      createdAt: z.iso.datetime(),
      usedAt: z.iso.datetime().nullable(),
    }),
  ),
  recoveryCodesLeft: z.int(),
  /** Whether the installation requires one. */
  isRequired: z.boolean(),
});
export type SecondFactorView = z.infer<typeof secondFactorSchema>;

/** The user's own account. */
export const accountSchema = z.object({
  name: z.string(),
  email: z.string(),
  /** Whether the user can sign in without the OIDC provider. */
  hasPassword: z.boolean(),
  secondFactor: secondFactorSchema,
  /** What the user may do, and for which of the groups; null: it is the user's own. */
  grants: z.array(grantSchema.extend({ group: z.string().nullable() })),
  groups: z.array(z.string()),
  /** Wrong passwords for this account in the last 30 days, newest first, at most ten. */
  failedSignIns: z.array(z.object({ at: z.iso.datetime(), address: z.string().nullable() })),
});
export type AccountView = z.infer<typeof accountSchema>;

export const shortestPassword = 12;
export const longestPassword = 128;

export const apiTokenSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  role: z.enum(roles),
  /** `*`, or a virtual cluster. */
  scope: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  /** To the minute. */
  lastUsedAt: z.iso.datetime().nullable(),
});
export type ApiTokenView = z.infer<typeof apiTokenSchema>;

/** Days. */
export const longestTokenLife = 366;
