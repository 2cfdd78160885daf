import type { People } from "@/lib/store/people";
import type { SignIns } from "@/lib/store/sign-ins";
import { apiTokenIdentity, type Identity, userIdentity } from "./identity";
import type { UserSecondFactors } from "./second-factor/second-factors";
import { isOver, type SessionLimits } from "./session-limits";

const markUsedInMs = 60_000;

interface Parts {
  people: Pick<People, "bindingsOf">;
  signIns: Pick<SignIns, "sessions" | "apiTokens" | "issuerAccounts">;
  secondFactors: Pick<UserSecondFactors, "isRequired" | "isOn">;
  limits: SessionLimits;
}

/** Whom the hash of a session or of an API token stands for; null if it is over, or its user is disabled. */
export function identitiesOf({ people, signIns, secondFactors, limits }: Parts) {
  async function ofSession(hash: string, isUse: boolean): Promise<Identity | null> {
    const now = new Date();
    const session = await signIns.sessions.find(hash);
    if (!session || session.user.disabledAt !== null || isOver(session, limits, now)) return null;
    if (isUse && now.getTime() - session.usedAt.getTime() > markUsedInMs)
      await signIns.sessions.markUsed(session.id, now);
    return withFactor(userIdentity(session.user, session, await people.bindingsOf(session.user)));
  }

  async function ofToken(hash: string): Promise<Identity | null> {
    const now = new Date();
    const found = await signIns.apiTokens.find(hash);
    if (!found || found.user.disabledAt !== null) return null;
    if (found.expiresAt !== null && found.expiresAt <= now) return null;
    if (now.getTime() - (found.lastUsedAt?.getTime() ?? 0) > markUsedInMs)
      await signIns.apiTokens.markUsed(found.id, now);
    return withFactor(apiTokenIdentity(found.user, found, await people.bindingsOf(found.user)));
  }

  /** Where it is required, a password alone opens nothing but the way to a second factor. */
  async function withFactor(identity: Identity): Promise<Identity> {
    const { user, way } = identity;
    if (!secondFactors.isRequired || !user || way === "oidc") return identity;
    const isSafe =
      (await secondFactors.isOn(user.id)) || !(await signIns.issuerAccounts.hasPassword(user.id));
    return isSafe ? identity : { ...identity, grants: [], lacksSecondFactor: true };
  }

  return { ofSession, ofToken };
}
