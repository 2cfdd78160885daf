import { z } from "zod";
import { longestPassword } from "@/lib/api/access";
import { note } from "../../audit/acting";
import { operation } from "../../http/operation";
import { ProblemError } from "../../http/problem-error";
import type { Installation } from "../../installation";
import { userOf } from "../account";
import { texts } from "./texts";
import { otherUser } from "./users";

const tag = "Account";
const path = "/account/second-factor";
const withPassword = z.strictObject({
  password: z.string().min(1, texts.enterPassword).max(longestPassword),
});
const recoveryCodes = z.array(z.string()).meta({ description: texts.shownOnce });

export const beginApp = operation({
  method: "post",
  needs: ["viewer", "self"],
  path: `${path}/app`,
  isSettingUp: true,
  summary: texts.beginApp,
  tag,
  body: withPassword,
  answer: z.object({
    secret: z.string().meta({ description: texts.shownOnce }),
    /** For the QR code. */
    uri: z.string(),
  }),
  async run({ body, identity, installation }) {
    const user = userOf(identity);
    await requirePassword(installation, user, body.password);
    return installation.access.secondFactors.beginApp(user);
  },
});

export const confirmApp = operation({
  method: "put",
  needs: ["viewer", "self"],
  path: `${path}/app`,
  isSettingUp: true,
  summary: texts.confirmApp,
  tag,
  body: z.strictObject({ code: z.string().trim().min(1, texts.enterCode).max(20) }),
  answer: z.object({ recoveryCodes: recoveryCodes.nullable() }),
  act: "second-factor.added",
  async run({ body, identity, installation: { access } }) {
    const done = await access.secondFactors.confirmApp(userOf(identity).id, body.code);
    if (done) return done;
    throw new ProblemError("invalid", texts.wrongCode, [{ path: ["code"], message: texts.wrongCode }]);
  },
});

export const removeApp = operation({
  method: "post",
  needs: ["viewer", "self"],
  path: `${path}/app/removal`,
  summary: texts.removeApp,
  tag,
  body: withPassword,
  act: "second-factor.removed",
  async run({ body, identity, installation }) {
    const user = userOf(identity);
    await requirePassword(installation, user, body.password);
    const { secondFactors } = installation.access;
    const { passkeys } = await secondFactors.state(user.id);
    if (secondFactors.isRequired && passkeys === 0)
      throw new ProblemError("conflict", texts.secondFactorRequired);
    await secondFactors.turnAppOff(user.id);
  },
});

export const makeRecoveryCodes = operation({
  method: "post",
  needs: ["viewer", "self"],
  path: `${path}/recovery-codes`,
  summary: texts.makeRecoveryCodes,
  tag,
  body: withPassword,
  answer: z.object({ recoveryCodes }),
  act: "recovery-codes.made",
  async run({ body, identity, installation }) {
    const user = userOf(identity);
    await requirePassword(installation, user, body.password);
    const { secondFactors } = installation.access;
    if (!(await secondFactors.isOn(user.id))) throw new ProblemError("conflict", texts.noSecondFactor);
    return { recoveryCodes: await secondFactors.makeRecoveryCodes(user.id) };
  },
});

/** For a user who has neither the app nor recovery codes any more, and proves otherwise who they are. */
export const resetSecondFactor = operation({
  method: "delete",
  needs: ["admin", "installation"],
  path: "/users/{id}/second-factor",
  summary: texts.resetSecondFactor,
  tag: "Users",
  params: z.object({ id: z.string().min(1).max(100) }),
  act: "second-factor.reset",
  async run({ params: { id }, identity, installation }) {
    await otherUser(installation, identity, id);
    await installation.access.secondFactors.reset(id);
    await installation.store.signIns.sessions.end(id, { allExcept: null });
  },
});

/** Whoever finds an open browser can't change how its user signs in. Slowed down like a sign-in. */
export async function requirePassword(
  { access }: Installation,
  user: { id: string; email: string },
  password: string,
): Promise<void> {
  note({ summary: user.email });
  if (await access.isPassword(user, password)) return;
  throw new ProblemError("invalid", texts.wrongPassword, [
    { path: ["password"], message: texts.wrongPassword },
  ]);
}
