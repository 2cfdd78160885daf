import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { openStage, type Stage } from "@/e2e/support/stage";
import playwright from "../playwright.config";
import { ended, start, tools, waitFor } from "./child";
import { isBuilt } from "./programs";

/**
 * `npm run screenshots`: takes the README's pictures. Starts its own sandbox and built panel, runs the story
 * through the API, and photographs the pages on the way.
 */
const folder = join(import.meta.dirname, "..", "docs", "screenshots");
const host = "shop.democluster.net";
const virtualCluster = "/virtual-clusters/vamp-demo";
const gateway = `${virtualCluster}/gateways/shop`;

interface Viewport {
  width: 1440 | 390;
  theme: "light" | "dark";
}

const desk: Viewport = { width: 1440, theme: "light" };
const phone: Viewport = { width: 390, theme: "light" };

mkdirSync(folder, { recursive: true });
if (!isBuilt()) {
  console.log("Building the panel …");
  if ((await ended(start([...tools.tsx, "scripts/build.ts"], {}, () => {}))) !== 0)
    throw new Error("The panel could not be built; `npm run build` says why.");
}
const stage = await openStage();
const browser = await launch(stage);
try {
  await takePictures(stage, browser);
} finally {
  await browser.close();
  await stage.close();
}

async function takePictures(stage: Stage, browser: Browser): Promise<void> {
  await enterKey(stage);
  await picture("metadata", desk, `${virtualCluster}/metadata`, async (page) => {
    await page.getByRole("button", { name: "Check" }).first().click();
    await page.getByText(/accepted the key/i).waitFor();
  });
  await picture("gateway-form", desk, `${virtualCluster}/gateways/new`, async (page) => {
    await page.getByLabel("Name", { exact: false }).first().fill("shop");
    await page.getByLabel("Secured Host").first().fill(host);
    await page.getByLabel("Secured Host").first().blur();
    await page.getByText("port 443").first().waitFor();
    await page.getByText(`_acme-challenge.${host}`).first().waitFor();
  });
  await createObjects(stage);
  await reachState(stage, "blocked");
  await picture("gateway", desk, gateway);
  await picture("registrar", desk, `${stage.sandbox.registrar.url}/?domain=democluster.net`);
  await setNameServers(stage);
  await reachState(stage, "serving");
  await picture("gateway-serving", desk, gateway);
  await picture("gateway-serving-dark", { ...desk, theme: "dark" }, gateway);
  await picture("phone", { ...phone, theme: "dark" }, gateway);
  await picture("phone-light", phone, gateway);
  await picture("map", desk, `${virtualCluster}/map`);
  await picture("overview", desk, "/");
  await picture("shop", desk, `https://${host}:${stage.sandbox.ingress.ports["443"]}/`);

  /** One picture of a page, after its preparation. */
  async function picture(
    name: string,
    { width, theme }: Viewport,
    path: string,
    prepare: (page: Page) => Promise<void> = async () => {},
  ): Promise<void> {
    const context = await browser.newContext({
      viewport: { width, height: width === 390 ? 844 : 900 },
      colorScheme: theme,
      baseURL: stage.url,
      reducedMotion: "reduce",
      ignoreHTTPSErrors: true,
    });
    try {
      await context.request.post("/api/v1/session", { data: { token: stage.token } });
      const page = await context.newPage();
      await page.goto(path);
      await page.locator("h1").first().waitFor();
      await prepare(page);
      await settled(page);
      if (await page.getByRole("button", { name: "Try again" }).count())
        throw new Error(`${path} shows an error: ${await page.getByRole("alert").first().textContent()}`);
      await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
      console.log(`${name}.png`);
    } finally {
      await context.close();
    }
  }
}

/** Maps the shop's name to the ingress's loopback address, in this browser only. */
function launch({ sandbox }: Stage): Promise<Browser> {
  const options = playwright.use?.launchOptions ?? {};
  const rule = `--host-resolver-rules=MAP ${host} ${sandbox.ingress.address}`;
  return chromium.launch({ ...options, args: [...(options.args ?? []), rule, "--hide-scrollbars"] });
}

/** Waits until the page has loaded everything, including its fonts. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector("[aria-busy=true], .animate-pulse") === null);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.waitForTimeout(500);
}

async function enterKey({ api, sandbox }: Stage): Promise<void> {
  const key = readFileSync(sandbox.googleServiceAccountFile, "utf8");
  const { project_id: project } = JSON.parse(key) as { project_id: string };
  await api("PATCH", `${virtualCluster}/metadata`, {
    google_project_id: project,
    google_service_account: key,
  });
}

async function createObjects({ api }: Stage): Promise<void> {
  const subsets = ["v1", "v2"].map((version) => ({ name: version, labels: { version } }));
  const weights = [90, 10].map((weight, index) => ({
    destination: "shop",
    port: 9191,
    subset: `v${index + 1}`,
    weight,
  }));
  await api("POST", `${virtualCluster}/services`, {
    name: "shop",
    selector: { app: "shop" },
    ports: [{ name: "http", port: 9191, targetPort: 9191, protocol: "TCP" }],
  });
  await api("POST", `${virtualCluster}/destination-rules`, { name: "shop", service: "shop", subsets });
  await api("POST", `${virtualCluster}/gateways`, {
    name: "shop",
    servers: [{ securedHost: host, hosts: [host], port: 443, protocol: "HTTPS" }],
  });
  await api("POST", `${virtualCluster}/virtual-services`, {
    name: "shop",
    hosts: [host],
    gateways: ["shop"],
    routes: [{ protocol: "http", weights }],
  });
}

interface Walked {
  securedHosts: { state: string; nameServers: string[] }[];
}

function reachState({ api }: Stage, wanted: string): Promise<unknown> {
  return waitFor(`the gateway to be ${wanted}`, 120, async () => {
    const { securedHosts } = await api<Walked>("GET", gateway);
    return securedHosts.some(({ state }) => state === wanted) || null;
  });
}

async function setNameServers({ api, sandbox }: Stage): Promise<void> {
  const { securedHosts } = await api<Walked>("GET", gateway);
  const answer = await fetch(`${sandbox.registrar.url}/domains/democluster.net/name-servers`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ nameServers: securedHosts[0]?.nameServers }),
  });
  if (!answer.ok) throw new Error(`The registrar took no name servers: ${await answer.text()}`);
}
