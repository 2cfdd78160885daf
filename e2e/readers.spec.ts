import type { InvitationView } from "@/lib/api/people";
import { everywhere, type Role } from "@/lib/model/roles";
import { atRest } from "./support/at-rest";
import { pages } from "./support/pages";
import { populate } from "./support/populate";
import { awaitTakeover, expect, test } from "./support/test";

const own = "/virtual-clusters/vamp-demo";
const readers: [role: Role, scope: string][] = [
  ["viewer", "vamp-demo"],
  ["operator", "vamp-demo"],
  ["editor", "vamp-demo"],
  ["admin", "vamp-demo"],
  ["viewer", everywhere],
  ["editor", everywhere],
];

test.beforeAll(async ({ stage }) => populate(stage));

for (const [role, scope] of readers)
  test(`no page asks for what its reader may not have: ${role} in ${scope}`, async ({ browser, stage }) => {
    const { path } = await stage.api<InvitationView>("POST", "/users/invitations", { role, scope });
    const context = await browser.newContext({ baseURL: stage.url, reducedMotion: "reduce" });
    const page = await context.newPage();
    awaitTakeover(page);
    const email = `${role}@${scope === everywhere ? "all" : scope}.example.com`;
    const user = { link: path.split("#")[1], name: role, email, password: "four random words together" };
    expect((await page.request.post("/api/v1/session/link", { data: user })).status()).toBe(204);
    const refused: string[] = [];
    let at = "";
    page.on("response", (response) => {
      const { pathname } = new URL(response.url());
      if (response.status() >= 400)
        refused.push(`${at}: ${response.status()} ${response.request().method()} ${pathname}`);
    });
    for (at of [...pages, `${own}/access`, `${own}/metadata/history`, "/audit", "/account"]) {
      await page.goto(at);
      await atRest(page);
    }
    expect([...new Set(refused)]).toEqual([]);
    await context.close();
  });
