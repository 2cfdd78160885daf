import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import { z } from "zod";
import { longestPassword } from "@/lib/api/access";
import { becomeActor, note } from "../../audit/acting";
import { operation } from "../../http/operation";
import { ProblemError } from "../../http/problem-error";
import { fromOf, originOf, signedIn, withChallenge } from "../../http/session-cookies";
import { userOf } from "../account";
import { requirePassword } from "./second-factor";
import { texts } from "./texts";

const tag = "Account";
const password = z.string().min(1, texts.enterPassword).max(longestPassword);
const text = z.string().max(8192);
/** What `navigator.credentials` answers, as JSON (Web Authentication Level 3, section 5.1); `verify…` reads the rest of it. */
const credential = z.looseObject({
  id: z.string().min(1).max(1400),
  rawId: z.string().min(1).max(1400),
  type: z.literal("public-key"),
  clientExtensionResults: z.looseObject({}),
});
const created = credential.extend({
  response: z.looseObject({ clientDataJSON: text, attestationObject: text }),
});
const asserted = credential.extend({
  response: z.looseObject({
    clientDataJSON: text,
    authenticatorData: text,
    signature: text,
    userHandle: z.string().max(200).optional(),
  }),
});
/** As browsers take them. */
const options = z.looseObject({ challenge: z.string() });

export const askForPasskey = operation({
  method: "post",
  needs: ["viewer", "self"],
  path: "/account/passkeys/options",
  isSettingUp: true,
  summary: texts.askForPasskey,
  tag,
  body: z.strictObject({ password }),
  answer: options,
  async run({ body, identity, request, installation }) {
    const user = userOf(identity);
    await requirePassword(installation, user, body.password);
    const session = identity?.sessionId ?? "";
    const asked = await installation.access.passkeys.askForNew(user, session, originOf(request));
    return withChallenge(request, asked.cookie, asked.options);
  },
});

export const addPasskey = operation({
  method: "post",
  needs: ["viewer", "self"],
  path: "/account/passkeys",
  isSettingUp: true,
  summary: texts.addPasskey,
  tag,
  body: z.strictObject({
    password,
    name: z.string().trim().min(1, texts.namePasskey).max(100),
    response: created,
  }),
  answer: z.object({ recoveryCodes: z.array(z.string()).nullable().meta({ description: texts.shownOnce }) }),
  status: 201,
  act: "passkey.added",
  async run({ body: { password, name, response }, identity, request, installation }) {
    const user = userOf(identity);
    await requirePassword(installation, user, password);
    const { passkeys, secondFactors } = installation.access;
    const given = { name, response: response as unknown as RegistrationResponseJSON };
    await passkeys.add(
      { ...user, sessionId: identity?.sessionId ?? "" },
      given,
      request.headers,
      originOf(request),
    );
    return { recoveryCodes: await secondFactors.firstRecoveryCodes(user.id) };
  },
});

export const removePasskey = operation({
  method: "post",
  needs: ["viewer", "self"],
  path: "/account/passkeys/{id}/removal",
  summary: texts.removePasskey,
  tag,
  params: z.object({ id: z.string().min(1).max(1400) }),
  body: z.strictObject({ password }),
  act: "passkey.removed",
  async run({ params: { id }, body, identity, installation }) {
    const user = userOf(identity);
    await requirePassword(installation, user, body.password);
    const { passkeys, secondFactors } = installation.access;
    const { app, passkeys: count } = await secondFactors.state(user.id);
    if (secondFactors.isRequired && app === null && count === 1)
      throw new ProblemError("conflict", texts.lastFactor);
    if (!(await passkeys.remove(user.id, id))) throw new ProblemError("not-found", texts.noPasskey);
  },
});

export const askPasskey = operation({
  method: "post",
  path: "/session/passkey/options",
  summary: texts.askPasskey,
  tag: "Session",
  answer: options,
  open: true,
  async run({ request, installation: { access } }) {
    const asked = await access.byPasskey.ask(request.headers, originOf(request));
    return withChallenge(request, asked.cookie, asked.options);
  },
});

/** Alone, a passkey is both factors; after the password, it is the second one. */
export const signInWithPasskey = operation({
  method: "post",
  path: "/session/passkey",
  summary: texts.signInWithPasskey,
  tag: "Session",
  body: z.strictObject({ response: asserted }),
  open: true,
  act: "sign-in",
  async run({ body, request, installation: { access }, installation }) {
    note({ way: "passkey" });
    const response = body.response as unknown as AuthenticationResponseJSON;
    const origin = originOf(request);
    const { session, user } = await access.byPasskey.finish(
      request.headers,
      response,
      origin,
      fromOf(request),
    );
    becomeActor({ kind: "user", id: user.id, name: user.email });
    note({ summary: user.email });
    return signedIn(request, installation, session);
  },
});
