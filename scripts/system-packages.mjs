// System packages that some tests need; installed if that is possible without asking, else named.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** A required command (or Python module), other places where it may be, and its Debian package. */
const wanted = [
  // Takes a third less time than the whole browser, and isn't in every distribution.
  { commands: ["chromium-headless-shell"], package: "chromium-headless-shell", isOptional: true },
  {
    commands: [
      "chromium-headless-shell",
      "chromium",
      "chromium-browser",
      "google-chrome",
      "google-chrome-stable",
    ],
    package: "chromium",
  },
  { commands: ["pebble"], package: "pebble" },
  { commands: ["named"], package: "bind9" },
  { commands: ["knotd"], package: "knot" },
  { commands: ["lego"], package: "lego" },
  { commands: ["certbot"], package: "certbot" },
  { python: "certbot_dns_google", package: "python3-certbot-dns-google" },
  { commands: ["postgres"], also: /postgresql\/\d+\/bin\/postgres$/, package: "postgresql" },
  { commands: ["openssl"], package: "openssl" },
  { commands: ["certutil"], package: "libnss3-tools" },
];

export async function installSystemPackages() {
  const missing = wanted.filter((each) => !isThere(each));
  if (missing.length === 0) return;
  const canInstall = has("apt-get") && process.getuid?.() === 0;
  const listed = (found) => found.map((each) => each.package).join(", ");
  if (!canInstall) {
    const needed = missing.filter(({ isOptional }) => !isOptional);
    if (needed.length > 0)
      console.log(
        `Some tests need programs that are not here. Install: ${listed(needed)}. They are skipped, by name.`,
      );
    return;
  }
  console.log(`Installing ${listed(missing)} …`);
  await apt(["update", "-qq"]);
  for (const each of missing) {
    // One that was installed before may do for it.
    if (isThere(each)) continue;
    const isInstalled = await apt(["install", "-y", "-qq", "--no-install-recommends", each.package]);
    if (!isInstalled && !each.isOptional)
      console.log(`${each.package} could not be installed; the tests that need it are skipped, by name.`);
  }
}

function isThere({ commands, also, python }) {
  if (python) return existsSync(`/usr/lib/python3/dist-packages/${python}`);
  if (commands.some(has)) return true;
  if (!also) return false;
  const found = spawnSync("sh", ["-c", "ls /usr/lib/postgresql/*/bin/postgres 2>/dev/null"], {
    encoding: "utf8",
  });
  return also.test(found.stdout.trim().split("\n")[0] ?? "");
}

function has(command) {
  const folders = (process.env.PATH ?? "").split(":");
  return folders.some((folder) => existsSync(`${folder}/${command}`));
}

/** Whether it succeeded. */
function apt(words) {
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const child = spawn("apt-get", words, { stdio: ["ignore", "ignore", "inherit"], env: environment });
  return new Promise((resolve) => {
    child.on("error", () => resolve(false));
    child.on("exit", (code) => resolve(code === 0));
  });
}
