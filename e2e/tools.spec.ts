import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { sidewaysScroll } from "./support/pages";
import { coreApi, populate } from "./support/populate";
import { expect, expectAccessible, signIn, test } from "./support/test";

/**
 * Tools around forms and lists: conditions, weights, YAML, the map, the palette, the bell; and the keyboard alone.
 */
const cluster = "/virtual-clusters/vamp-demo";

test.beforeAll(async ({ stage }) => populate(stage));

async function chooseYaml(page: Page, text: string) {
  await page
    .getByLabel("Choose YAML files")
    .setInputFiles({ name: "objects.yaml", mimeType: "application/yaml", buffer: Buffer.from(text) });
}

test.describe("the form of a virtual service", () => {
  test.beforeEach(async ({ signedIn: page, stage }) => {
    await page.goto(`${stage.url}${cluster}/virtual-services/new`);
  });

  test("a condition is the same in the builder and in the text, and a mistake has its position", async ({
    page,
  }) => {
    const text = page.getByRole("textbox", { name: "Condition of route 1 as text" });
    const subject = (number: number) =>
      page.getByRole("combobox", { name: `Subject of condition ${number}`, exact: true });
    const value = (number: number) =>
      page.getByRole("textbox", { name: `Value of condition ${number}`, exact: true });

    await text.fill('header "User-Agent" regex ".*Chrome.*" and uri prefix "/service1"');
    await expect(subject(1)).toHaveValue("header");
    await expect(page.getByRole("textbox", { name: "Header name of condition 1" })).toHaveValue("User-Agent");
    await expect(page.getByRole("combobox", { name: "Comparison of condition 1" })).toHaveValue("regex");
    await expect(value(1)).toHaveValue(".*Chrome.*");
    await expect(subject(2)).toHaveValue("uri");

    await value(2).fill("/service2");
    await page.getByRole("button", { name: "Add condition", exact: true }).click();
    await expect(subject(3)).toBeFocused();
    await subject(3).selectOption("cookie");
    await page.getByRole("textbox", { name: "Cookie name of condition 3" }).fill("x");
    await page.getByRole("combobox", { name: "Comparison of condition 3" }).selectOption("exact");
    await value(3).fill("y");
    await page.getByRole("combobox", { name: "How the condition is joined" }).selectOption("or");
    const written =
      'header "User-Agent" regex ".*Chrome.*" or uri prefix "/service2" or cookie "x" exact "y"';
    await expect(text).toHaveValue(written);

    await text.fill('uri prefix "/a" und method exact "GET"');
    await expect(text).toHaveAttribute("aria-invalid", "true");
    await expect(text).toHaveAccessibleDescription(/At character 17: .*“und”/);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Insert and", exact: true }).click();
    await expect(text).toHaveValue('uri prefix "/a" and method exact "GET"');
    await expect(text).not.toHaveAttribute("aria-invalid");
    await expect(subject(2)).toHaveValue("method");
  });

  test("HTTP-only fields go with their protocol", async ({ page }) => {
    const timeout = page.getByRole("textbox", { name: "Timeout", exact: true });
    await page.getByRole("textbox", { name: "Route name" }).fill("all");
    await timeout.fill("0s");
    await timeout.blur();
    await expect(timeout).toHaveAccessibleDescription(/shortest duration is 1ms/);
    const protocol = page.getByRole("combobox", { name: "Protocol" });
    await protocol.selectOption("tcp");
    await expect(timeout).toBeHidden();
    await expect(page.getByRole("textbox", { name: "Route name" })).toBeHidden();
    await protocol.selectOption("http");
    await expect(timeout).toHaveValue("");
    await expect(page.getByRole("textbox", { name: "Route name" })).toHaveValue("");
  });

  test("the weights of a route add up to 100, changed by keyboard", async ({ page }) => {
    const add = page.getByRole("button", { name: /^Add destination/ });
    const slider = (number: number) =>
      page.getByRole("slider", { name: `Weight of destination ${number} of route 1`, exact: true });
    const weights = async () =>
      Promise.all([1, 2, 3].map(async (number) => Number(await slider(number).inputValue())));
    await add.click();
    await add.click();
    await slider(3).focus();
    for (let presses = 0; presses < 20; presses += 1) await page.keyboard.press("ArrowRight");
    await expect.poll(weights).toEqual([80, 0, 20]);
    await slider(2).focus();
    await page.keyboard.press("PageUp");
    await expect.poll(weights).toEqual([72, 10, 18]);
    await slider(1).focus();
    await page.keyboard.press("Home");
    await expect.poll(async () => (await weights())[0]).toBe(0);
    expect((await weights()).reduce((sum, weight) => sum + weight)).toBe(100);
    await expect(page.getByText("Total 100%")).toBeVisible();
  });
});

test("an ExternalName Service asks for the other name, and shows it", async ({ signedIn: page, stage }) => {
  await page.goto(`${stage.url}${cluster}/services/new`);
  await page.getByRole("textbox", { name: "Name" }).first().fill("database");
  await page.getByRole("combobox", { name: "Type" }).selectOption("ExternalName");
  await page.getByRole("button", { name: /^Remove port/i }).click();
  const target = page.getByRole("textbox", { name: "Stands for" });
  await page.getByRole("button", { name: "Create service" }).click();
  await expect(target).toHaveAccessibleDescription(/Enter the name that this Service points to/);
  await expectAccessible(page);
  await target.fill("db.example.com");
  await page.getByRole("button", { name: "Create service" }).click();
  await page.waitForURL(/services\/database$/);
  await expect(page.getByText("db.example.com", { exact: true }).first()).toBeVisible();
  await stage.api("DELETE", `${cluster}/services/database`);
});

test("a service has no events, and doesn't show those of a gateway with its name", async ({
  signedIn: page,
  stage,
}) => {
  await page.goto(`${stage.url}${cluster}/services/shop?tab=events`);
  const tabs = page.getByRole("tablist", { name: /shop/ }).getByRole("tab");
  await expect(tabs).toHaveText(["Overview", "YAML", "History"]);
  await expect(page.getByRole("heading", { name: "shop", level: 1 })).toBeVisible();
});

test("a gateway's host is normalized: a URL to its host, other scripts to their ASCII form", async ({
  signedIn: page,
  stage,
}) => {
  await page.goto(`${stage.url}${cluster}/gateways/new`);
  const host = page.getByRole("combobox", { name: "Host 1", exact: true });
  await host.fill("https://Bücher.example.com/neu?id=1");
  await host.press("Tab");
  await expect(host).toHaveValue("xn--bcher-kva.example.com");
  await host.fill("vamp-demo/bücher.example.com");
  await host.press("Tab");
  await expect(host).toHaveValue("vamp-demo/xn--bcher-kva.example.com");
});

test("a Secured Host that no CA certifies says why at its field, and somebody else's domain is questioned", async ({
  signedIn: page,
  stage,
}) => {
  await page.goto(`${stage.url}${cluster}/gateways/new`);
  const secured = page.getByRole("textbox", { name: "Secured Host" });
  for (const [typed, reason] of [
    ["my_shop.example.com", /certificate for a name with an underscore/],
    ["localhost", /is a short name/],
    ["192.0.2.256", /looks like an IP address, but isn’t one/],
  ] as const) {
    await secured.fill(typed);
    await secured.press("Tab");
    await expect(secured, typed).toHaveAccessibleDescription(reason);
  }
  await secured.fill("co.uk");
  await secured.press("Tab");
  await expect(page.getByRole("status", { name: "What Lamia will use in DNS" })).toContainText(
    "public suffix",
  );
  // A domain that the registry delegates to somebody else's name servers.
  const nameServers = ["ns1.others.org", "ns2.others.org"];
  const registered = await fetch(`${stage.sandbox.registrar.url}/domains/theirs.net/name-servers`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ nameServers }),
  });
  expect(registered.ok).toBe(true);
  await secured.fill("shop.theirs.net");
  await secured.press("Tab");
  await expect(page.getByText("Is theirs.net your domain?")).toBeVisible();
  await expect(page.getByText(/already delegated to ns1\.others\.org, ns2\.others\.org/)).toBeVisible();
  await expectAccessible(page);
  await page.goto("about:blank");
});

test.describe("YAML", () => {
  const documents = `apiVersion: v1
kind: Service
metadata:
  name: imported
spec:
  selector: { app: shop }
  ports: [{ name: http, port: 9191 }]
---
apiVersion: networking.istio.io/v1beta1
kind: DestinationRule
metadata:
  name: imported
spec:
  host: imported
  trafficPolicy: { loadBalancer: { simple: LEAST_REQUEST } }
  subsets: [{ name: subset1, labels: { version: v1 } }]
---
name: imported
gateways: [mesh]
hosts: [imported]
routes:
  - protocol: http
    condition: header "User-Agent" regex ".*Chrome.*"
    weights: [{ destination: imported, port: 9191, version: subset1, weight: 100 }]
`;
  const paths = ["virtual-services", "destination-rules", "services"].map(
    (segment) => `${cluster}/${segment}/imported`,
  );
  test.afterEach(async ({ stage }) => {
    for (const path of paths) await stage.api("DELETE", path).catch(() => undefined);
  });

  test("of several documents, including the original's, is shown before it is imported, and comes back from an export", async ({
    signedIn: page,
    stage,
  }) => {
    const list = page.getByRole("list", { name: "Documents" });
    await test.step("a document with a mistake is reported with its line, and nothing is written", async () => {
      await page.goto(`${stage.url}${cluster}/import`);
      const secret = "apiVersion: v1\nkind: Secret\nmetadata: { name: imported }\n";
      const wrong =
        "apiVersion: v1\nkind: Service\nmetadata: { name: wrong }\nspec: { ports: [{ port: eighty }] }\n";
      await chooseYaml(page, `${documents}---\n${secret}---\n${wrong}`);
      await expect(list.getByText("will be created")).toHaveCount(3);
      await expect(list.getByText("Vamp YAML")).toHaveCount(1);
      await expect(list.getByText("can’t be imported")).toBeVisible();
      await expect(list.getByText(/line 33, column/)).toBeVisible();
      await expect(page.getByText("Not imported: Secret (1).")).toBeVisible();
      await expectAccessible(page);
      await expect(stage.api("GET", paths[0] ?? "")).rejects.toThrow("404");
    });
    await test.step("the documents are imported", async () => {
      await page.getByRole("button", { name: "Import 3 objects into vamp-demo" }).click();
      await expect(page.getByText("3 saved")).toBeVisible();
      expect(await stage.api("GET", paths[0] ?? "")).toMatchObject({
        form: { hosts: ["imported"], routes: [{ condition: 'header "user-agent" regex ".*Chrome.*"' }] },
      });
    });
    await test.step("exported and deleted objects are the same again after an import", async () => {
      await page.getByRole("tab", { name: "Export" }).click();
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: "Download YAML" }).click(),
      ]);
      const exported = await readFile(await download.path(), "utf8");
      expect(exported).toContain("LEAST_REQUEST");
      for (const path of paths) await stage.api("DELETE", path);
      await page.getByRole("tab", { name: "Import" }).click();
      await chooseYaml(page, exported);
      await expect(list.getByText("will be created")).toHaveCount(3);
      await page.getByRole("button", { name: "Import 3 objects into vamp-demo" }).click();
      await expect(page.getByText(/^3 saved/)).toBeVisible();
      const again = await page.request.get(`${stage.url}/api/v1${cluster}/export`);
      expect(await again.text()).toBe(exported);
    });
  });

  test("without a name asks for it, and goes to another namespace when you allow that", async ({
    signedIn: page,
    stage,
  }) => {
    const list = page.getByRole("list", { name: "Documents" });
    await page.goto(`${stage.url}${cluster}/import`);
    await test.step("a name is asked for once, and written into the text", async () => {
      await chooseYaml(
        page,
        "application: shop\nports: [{ name: http, port: 9191 }]\nsubsets: { a: { labels: { version: v1 } } }\n",
      );
      const name = page.getByRole("textbox", { name: "Name of the Service at line 1" });
      await name.fill("Not a name");
      await name.press("Enter");
      await expect(list.getByText("needs a name")).toHaveCount(2);
      await expect(name).toHaveAccessibleDescription(/lowercase/i);
      await expectAccessible(page);
      await name.fill("imported");
      await name.press("Enter");
      await expect(list.getByText("will be created")).toHaveCount(2);
      await expect(page.getByRole("textbox", { name: "YAML to import" })).toContainText("name: imported");
    });
    await test.step("a Namespace brings its objects", async () => {
      const place = "kind: Namespace\napiVersion: v1\nmetadata: { name: brought }\n";
      const service =
        "apiVersion: v1\nkind: Service\nmetadata: { name: there, namespace: brought }\nspec: { ports: [{ name: http, port: 80 }] }\n";
      await chooseYaml(page, `${place}---\n${service}`);
      await expect(page.getByText("Written for namespace brought")).toBeVisible();
      await page.getByRole("checkbox", { name: "Put each object into the namespace that it names" }).check();
      await expect(list.getByText("in brought")).toBeVisible();
      await page.getByRole("button", { name: "Import 2 objects", exact: true }).click();
      await expect(page.getByText("2 saved")).toBeVisible();
      await stage.api("DELETE", "/virtual-clusters/brought/services/there");
      await coreApi(stage).deleteNamespace({ name: "brought" });
    });
    await test.step("an example uses names that don't exist", async () => {
      await page.getByRole("button", { name: "Clear" }).click();
      await page.getByRole("button", { name: "Try an example" }).click();
      await expect(list.getByText("will be created")).toHaveCount(3);
      await stage.api("POST", `${cluster}/services`, {
        name: "example",
        ports: [{ name: "http", port: 80, protocol: "TCP" }],
      });
      await page.getByRole("button", { name: "Clear" }).click();
      await page.getByRole("button", { name: "Try an example" }).click();
      await expect(list.getByRole("checkbox", { name: /example-2$/ })).toHaveCount(3);
      await expect(list.getByText("will be created")).toHaveCount(3);
      await stage.api("DELETE", `${cluster}/services/example`);
    });
  });
});

test("the map shows the path from host to pods, and links to each object", async ({
  signedIn: page,
  stage,
}) => {
  await page.goto(`${stage.url}${cluster}/map`);
  for (const name of [/^Host shop\.democluster\.net/, /^Gateway shop/, /^Virtual service shop/, /^Subset/])
    await expect(page.getByLabel(name).first()).toBeVisible();
  await page.getByRole("tab", { name: "List" }).click();
  await expect(page.getByText("90%")).toBeVisible();
  await page.getByRole("tab", { name: "Picture" }).click();
  await page.getByRole("link", { name: /^Virtual service shop/ }).click();
  await expect(page).toHaveURL(/virtual-services\/shop$/);
});

test.describe("a missing object", () => {
  test.use({ refusals: [404] });

  test("is reported as missing, and not requested over and over", async ({ signedIn: page, stage }) => {
    for (const kind of ["services", "destination-rules", "gateways"]) {
      let asked = 0;
      page.on("request", (request) => {
        if (request.url().endsWith(`/api/v1${cluster}/${kind}/nobody`)) asked += 1;
      });
      await page.goto(`${stage.url}${cluster}/${kind}/nobody`);
      await expect(page.getByRole("alert").filter({ hasText: "nobody" })).toBeVisible();
      // A loop would request it dozens of times a second.
      await page.waitForTimeout(500);
      expect(asked).toBeLessThanOrEqual(3);
    }
  });
});

test("the palette finds an object and an action", async ({ signedIn: page, stage }) => {
  await page.goto(`${stage.url}/virtual-clusters`);
  // The page reacts to keys once it is connected to the stream of the cluster.
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const palette = page.getByRole("dialog", { name: "Search and commands" });
  const field = palette.getByRole("combobox");
  await page.keyboard.press("Control+k");
  await field.fill("payments");
  await expect(
    palette.getByRole("option", { name: /payments.*Service entry · vamp-demo/ }).first(),
  ).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/service-entries\/payments$/);
  await expect(palette).toBeHidden();
  await page.keyboard.press("Meta+k");
  await field.fill("create a gateway");
  const action = palette.getByRole("option", { name: "Create a gateway in vamp-demo" });
  await expect(action).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/gateways\/new$/);
});

test("the palette finds objects by address, and does with one what its page can do", async ({
  signedIn: page,
  stage,
}) => {
  const { securedHosts } = await stage.api<{ securedHosts: { address: string }[] }>(
    "GET",
    `${cluster}/gateways/shop`,
  );
  const address = securedHosts[0]?.address ?? "";
  await page.goto(`${stage.url}/virtual-clusters`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const palette = page.getByRole("dialog", { name: "Search and commands" });
  const field = palette.getByRole("combobox");
  const selected = palette.getByRole("option", { selected: true });
  await page.keyboard.press("Control+k");
  await field.fill(address);
  await expect(
    palette.getByRole("option", { name: new RegExp(`^shop ?Gateway · vamp-demo · ${address}$`) }),
  ).toBeVisible();

  await field.fill("delete payments");
  await expect(selected).toHaveAccessibleName(/^payments ?Delete service entry · vamp-demo$/);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Delete service entry payments?" });
  await expect(dialog).toBeVisible();
  await expectAccessible(page, "dialog[open]");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();

  await page.keyboard.press("Control+k");
  await field.fill("diagnose shop");
  await expect(selected).toHaveAccessibleName(/^shop ?Diagnose gateway/);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/diagnose\?host=shop\./);
});

test("a script that gets into a page doesn't run, and each response has a nonce of its own", async ({
  page,
  stage,
}) => {
  // Without `watched`: browsers report what they block as errors.
  await signIn(page, stage);
  const nonces = new Set<string>();
  for (const path of ["/sign-in", cluster, cluster]) {
    const response = await page.goto(stage.url + path);
    const policy = response?.headers()["content-security-policy"] ?? "";
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    nonces.add(/'nonce-([^']{20,})'/.exec(policy)?.[1] ?? "");
  }
  expect([...nonces].filter(Boolean)).toHaveLength(3);
  const ran = await page.evaluate(async () => {
    const seen = window as typeof window & { strange?: string };
    const script = document.createElement("script");
    script.textContent = "window.strange = 'script'";
    document.body.append(script);
    const host = document.createElement("div");
    host.innerHTML = `<img src="/missing.png" onerror="window.strange = 'handler'"><a href="javascript:window.strange='link'">x</a>`;
    document.body.append(host);
    host.querySelector("a")?.click();
    await new Promise((resolve) => host.querySelector("img")?.addEventListener("error", resolve));
    return seen.strange;
  });
  expect(ran).toBeUndefined();
});

test("“?” lists the panel's keys, except in a text field", async ({ signedIn: page, stage }) => {
  await page.goto(`${stage.url}/services`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const shortcuts = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  const filter = page.getByRole("textbox", { name: "Filter Services" });
  await filter.press("?");
  await expect(filter).toHaveValue("?");
  await filter.press("Escape");
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("?");
  await expect(shortcuts.getByText("Search and commands")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(shortcuts).toBeHidden();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search and commands" }).fill("keyboard");
  await page.keyboard.press("Enter");
  await expect(shortcuts).toBeVisible();
});

test("the bell counts unread notifications, shows them, and can be silenced", async ({
  signedIn: page,
  stage,
}) => {
  await page.goto(`${stage.url}/events`);
  const bell = page.getByRole("button", { name: /^Notifications/ });
  await expect(bell).toHaveAccessibleName(/[1-9]\d* unread$/);
  await bell.click();
  const notifications = page.getByRole("dialog", { name: "Notifications" });
  await expect(notifications.getByRole("link", { name: /shop/ }).first()).toBeVisible();
  await expectAccessible(page);
  await notifications.getByRole("button", { name: "Mark all as read" }).click();
  await expect(bell).toHaveAccessibleName("Notifications");
  await page.reload();
  await expect(bell).toHaveAccessibleName("Notifications");
});

test("forty equal notifications are one line with forty names", async ({ signedIn: page, stage }) => {
  const items = Array.from({ length: 40 }, (_, number) => ({
    id: `${number}`,
    at: new Date(Date.now() - number * 1_000).toISOString(),
    level: "success",
    title: `The site is open: shop-${number}.example.net`,
    body: `shop-${number}.example.net: It answers over HTTPS.`,
    link: "/",
    readAt: null,
  }));
  await page.route("**/api/v1/notifications?*", (route) =>
    route.fulfill({ json: { items, nextCursor: null, total: 40, unread: 40 } }),
  );
  await page.goto(`${stage.url}/events`);
  await page.getByRole("button", { name: "Notifications, 40 unread" }).click();
  const lines = page.getByRole("dialog", { name: "Notifications" }).getByRole("listitem");
  await expect(lines).toHaveCount(1);
  await expect(lines).toContainText("The site is open: 40 hosts");
  for (const { title } of items) await expect(lines).toContainText(title.slice(title.indexOf(":") + 2));
});

test("a wrong clock is reported on every page, with what to do", async ({ signedIn: page, stage }) => {
  await page.route("**/api/v1/status", async (route) => {
    const response = await route.fetch();
    const clock = { aheadInSeconds: 86_400, differs: ["api.example.com:6443"], agrees: [] };
    await route.fulfill({ response, json: { ...(await response.json()), clock } });
  });
  await page.goto(`${stage.url}${cluster}/services`);
  const notice = page.getByRole("alert").filter({ hasText: "The clock of Lamia’s machine is wrong" });
  await expect(notice).toContainText("24 hours ahead of the clock of api.example.com:6443");
  await expect(notice).toContainText("timedatectl set-ntp true");
  await expectAccessible(page);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("long names and expressions make no page wider", async ({ signedIn: page, stage }) => {
    const name = `a-service-with-a-very-long-name-that-no-phone-shows-in-one-line`;
    const host = `${"a-long-label-of-a-host-name.".repeat(6)}example.com`;
    await stage.api("POST", `${cluster}/virtual-services`, {
      name,
      hosts: [host],
      gateways: ["mesh"],
      routes: [
        {
          protocol: "http",
          condition: `header "user-agent" regex "${"(Chrome|Firefox|Safari)".repeat(12)}"`,
          weights: [{ destination: "shop", port: 9191, weight: 100 }],
        },
      ],
    });
    const object = `${cluster}/virtual-services/${name}`;
    for (const path of [
      "/virtual-services",
      object,
      `${object}/edit`,
      `${cluster}/services/shop`,
      "/findings",
    ]) {
      await page.goto(`${stage.url}${path}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
      if (path === "/virtual-services") await expect(page.getByRole("link", { name })).toBeVisible();
      expect(await sidewaysScroll(page), path).toBeLessThanOrEqual(0);
    }
    // The main action comes first where the actions wrap.
    await page.goto(`${stage.url}${cluster}/gateways/shop`);
    await expect(page.locator("main header").first().getByRole("link", { name: "Edit" })).toBeVisible();
    const [first, main] = await page
      .locator("main header")
      .first()
      .evaluate((header) => {
        const at = (element: Element) => {
          const { x, y } = element.getBoundingClientRect();
          return y * 10_000 + x;
        };
        const actions = [...header.querySelectorAll("a, button")].sort((one, other) => at(one) - at(other));
        return [actions[0]?.textContent, header.querySelector(".bg-accent")?.textContent];
      });
    expect(main).toBeTruthy();
    expect(first).toBe(main);
    await stage.api("DELETE", object);
  });

  test("the menu leads to every page", async ({ signedIn: page, stage }) => {
    await page.goto(`${stage.url}/`);
    await page.getByRole("button", { name: "Open navigation" }).tap();
    const menu = page.getByRole("dialog", { name: "Navigation" });
    await expect(menu.getByRole("link")).toHaveCount(20);
    await expectAccessible(page);
    await menu.getByRole("link", { name: "Gateways" }).tap();
    await expect(menu).toBeHidden();
    await expect(page).toHaveURL(/\/gateways$/);
    await page.getByRole("main").getByRole("link", { name: "shop", exact: true }).first().tap();
    await expect(page.getByRole("heading", { name: "shop", level: 1 })).toBeVisible();
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
  });
});

test("the keyboard alone leads past the navigation and through a form in its order", async ({
  signedIn: page,
  stage,
}) => {
  await page.goto(`${stage.url}${cluster}/service-entries/new`);
  const focused = page.locator(":focus");
  await page.keyboard.press("Tab");
  await expect(focused).toHaveAccessibleName("Skip to the content");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Name" })).toBeVisible();
  const order = [
    "Name",
    "Host 1",
    "Remove Host 1",
    "Add host",
    "Port",
    "Protocol",
    "Add port",
    "Location",
    "Resolution",
    "Add label",
    "Add metadata",
  ];
  for (const name of order) {
    await page.keyboard.press("Tab");
    await expect(focused).toHaveAccessibleName(name);
  }
  await page.keyboard.press("Enter");
  await expect(focused).toHaveAccessibleName("Key of metadata 1");
});
