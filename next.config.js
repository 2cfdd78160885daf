import { existsSync } from "node:fs";
import { join } from "node:path";

// Your own build next to a running panel needs another folder.
const distDir = process.env.LAMIA_DIST_DIR ?? ".next";

/**
 * Node loads server-only libraries unbundled: bundling them breaks WASM files, workers and native bindings, and
 * makes the build several times slower.
 */
const serverLibraries = [
  "@aws-sdk/client-route-53",
  "@aws-sdk/client-route-53-domains",
  "@aws-sdk/credential-providers",
  "@electric-sql/pglite",
  "@google-cloud/dns",
  "@kubernetes-models/istio",
  "@kubernetes/client-node",
  "@peculiar/x509",
  "@prisma/adapter-pg",
  "@prisma/client",
  "@prisma/driver-adapter-utils",
  "@prisma/schema-engine-wasm",
  "acme-client",
  "dns-packet",
  "google-auth-library",
  "pg",
  "pg-boss",
  "pglite-prisma-adapter",
  "pino",
  "prom-client",
  "undici",
];

/** @type {import("next").NextConfig} */
const config = {
  distDir,
  reactStrictMode: true,
  poweredByHeader: false,
  typedRoutes: false,
  devIndicators: false,
  // `npm test` type-checks the whole project; a build needn't repeat it.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: serverLibraries,
  experimental: {
    optimizePackageImports: ["lucide-react"],
    // Nothing reads source maps at run time, and they take a sixth of a build and two thirds of its size.
    turbopackSourceMaps: false,
    // Writing the cache takes a quarter of a build, which most checkouts and images need only once. After a second
    // build there are usually more.
    turbopackFileSystemCacheForBuild: existsSync(join(import.meta.dirname, distDir, "BUILD_ID")),
  },
  // Browsers request it by themselves when no page names an icon.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/icon.svg" }],
};

export default config;
