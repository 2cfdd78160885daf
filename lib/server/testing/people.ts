import { randomBytes } from "node:crypto";
import type { Role } from "@/lib/model/roles";
import type { PanelProcess } from "./panel-process";
import { waitUntil } from "./test-panel";

/** A user of a panel process, and what proves it. */
export interface TestUser {
  email: string;
  password: string;
  /** The value of the cookie `lamia_user`. */
  session: string;
  apiToken: string;
  /** The one-time link that made the user. */
  link: string;
}

/** The first admin, by the link that the panel has printed. */
export async function firstAdmin(panel: PanelProcess): Promise<TestUser> {
  const link = await waitUntil(
    "the link is printed",
    () => /\/sign-in\/link#([\w-]{20,})/.exec(panel.output())?.[1],
  );
  return redeemed(panel, link, "admin", "admin@example.com");
}

/** A user with that role, invited by the admin. */
export async function invited(panel: PanelProcess, admin: TestUser, role: Role): Promise<TestUser> {
  const { path } = (await (await ask(panel, "POST", "/users/invitations", { role }, admin)).json()) as {
    path: string;
  };
  return redeemed(panel, path.split("#")[1] ?? "", role, `${role}@example.com`);
}

async function redeemed(panel: PanelProcess, link: string, role: Role, email: string): Promise<TestUser> {
  const password = `password ${randomBytes(12).toString("base64url")}`;
  const answer = await ask(panel, "POST", "/session/link", { link, name: role, email, password });
  const session = /lamia_user=([^;]+)/.exec(answer.headers.getSetCookie().join("\n"))?.[1] ?? "";
  const user = { email, password, session, link, apiToken: "" };
  const made = await ask(panel, "POST", "/api-tokens", { name: "a token", role, expiresInDays: 1 }, user);
  return { ...user, apiToken: ((await made.json()) as { token: string }).token };
}

/** Throws with the answer if it isn't a success. */
export async function ask(
  { port }: Pick<PanelProcess, "port">,
  method: string,
  path: string,
  body?: unknown,
  as?: Pick<TestUser, "session"> | { token: string },
): Promise<Response> {
  const proof =
    as === undefined
      ? {}
      : "token" in as
        ? { authorization: `Bearer ${as.token}` }
        : { cookie: `lamia_user=${as.session}` };
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
    method,
    headers: { accept: "application/json", "content-type": "application/json", ...proof } as Record<
      string,
      string
    >,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}
