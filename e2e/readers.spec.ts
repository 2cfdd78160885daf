import type { Request } from "@playwright/test";
import type { InvitationView } from "@/lib/api/people";
import { everywhere, type Role } from "@/lib/model/roles";
import { atRest } from "./support/at-rest";
import { pages } from "./support/pages";
import { populate } from "./support/populate";
import { awaitTakeover, expect, test } from "./support/test";

const own = "/virtual-clusters/vamp-demo";
/** Pages that are of others as a whole: they ask for their own content, and show the API's reason. */
const ofOthers: Readonly<Record<string, readonly string[]>> = {
  "/certificates/others": ["tls-secrets"],
  "/map": ["map"],
  "/settings": ["installation/metadata"],
  "/istio": ["istio", "istio/install"],
  "/people": ["users"],
  "/people/groups": ["groups"],
  "/people/sessions": ["installation/sessions"],
  "/people/tokens": ["installation/api-tokens"],
  [`${own}/access`]: ["virtual-clusters/vamp-demo/roles"],
};
const readers: [role: Role, scope: string][] = [["viewer", "vamp-demo"]];

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
    // A page may ask until the next one is there, and its answers may arrive even later.
    const askedAt = new WeakMap<Request, string>();
    page.on("request", (request) => askedAt.set(request, new URL(request.frame().url()).pathname));
    page.on("response", (response) => {
      const { pathname } = new URL(response.url());
      const asking = askedAt.get(response.request()) ?? "";
      const isItself = ofOthers[asking]?.some((path) => pathname === `/api/v1/${path}`);
      if (response.status() >= 400 && !isItself)
        refused.push(`${asking}: ${response.status()} ${response.request().method()} ${pathname}`);
    });
    for (const at of [...pages, `${own}/access`, `${own}/metadata/history`, "/audit", "/account"]) {
      await page.goto(at);
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
      await atRest(page);
    }
    expect([...new Set(refused)]).toEqual([]);
    await context.close();
  });
