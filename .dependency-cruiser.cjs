/**
 * Who may import whom. A rule names a folder and what it may reach in the project; libraries are named where a folder
 * is the one place that may use one.
 */
const pure = "^lib/(model|gateway|istio)/";

/** Within the project, files of `from` may import files that match `allowed` only (and their own folder). */
const onlyReaches = (name, from, allowed) => ({
  name,
  severity: "error",
  from: { path: `^${from}/`, pathNot: "\\.test\\.tsx?$|/testing/" },
  to: {
    path: "^(app|components|lib|sandbox|scripts|bench|e2e)/",
    pathNot: [`^${from}/`, "^lib/text/", ...allowed],
  },
});

/** A library that one folder alone may import. */
const onlyFrom = (name, library, allowed) => ({
  name,
  severity: "error",
  from: { path: "^(app|components|lib|sandbox)/", pathNot: [...allowed, "\\.test\\.tsx?$"] },
  to: { path: `node_modules/${library}/` },
});

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "domain-has-no-node-no-sdk",
      comment: "lib/model, lib/gateway and lib/istio run in a browser as well",
      severity: "error",
      from: { path: pure, pathNot: "\\.test\\.ts$|/testing/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "domain-uses-pure-libraries",
      severity: "error",
      from: { path: pure, pathNot: "\\.test\\.ts$|/testing/" },
      to: { path: "node_modules/", pathNot: "node_modules/(zod|yaml|re2js)/" },
    },
    onlyReaches("texts", "lib/text", []),
    onlyReaches("domain-model", "lib/model", []),
    onlyReaches("domain-gateway", "lib/gateway", ["^lib/model/"]),
    onlyReaches("domain-istio", "lib/istio", ["^lib/model/"]),
    onlyReaches("api-contract", "lib/api", [pure]),
    onlyReaches("adapter-dns", "lib/dns", ["^lib/(model|gateway)/"]),
    onlyReaches("adapter-acme", "lib/acme", ["^lib/(model|gateway)/", "^lib/dns/resolver"]),
    onlyReaches("adapter-kubernetes", "lib/kubernetes", ["^lib/(model|gateway)/"]),
    onlyReaches("adapter-tls", "lib/tls", ["^lib/(model|gateway)/"]),
    onlyReaches("net", "lib/net", ["^lib/(model|gateway)/"]),
    onlyReaches("notify", "lib/notify", ["^lib/(model|gateway|net)/"]),
    onlyReaches("store", "lib/store", ["^lib/(model|gateway)/"]),
    onlyReaches("runner", "lib/runner", ["^lib/(model|gateway)/", "^lib/store/"]),
    onlyReaches("server", "lib/server", ["^lib/(?!client/)"]),
    onlyReaches("client", "lib/client", [pure, "^lib/api/"]),
    onlyReaches("components", "components", [pure, "^lib/(api|client)/"]),
    {
      name: "sandbox-stands-alone",
      comment:
        "it is a stand-in for other people's systems, so it shares no code with the panel, not even in tests",
      severity: "error",
      from: { path: "^sandbox/" },
      to: { path: "^(app|components|lib|scripts|bench|e2e)/" },
    },
    {
      name: "ui-has-no-domain",
      severity: "error",
      from: { path: "^components/ui/", pathNot: "\\.test\\.tsx?$" },
      to: { path: "^(lib/(?!text/)|components/(?!ui/)|app)/" },
    },
    {
      name: "nobody-knows-the-sandbox",
      severity: "error",
      from: { path: "^(app|components|lib)/", pathNot: "\\.test\\.tsx?$|/testing/" },
      to: { path: "^sandbox/" },
    },
    {
      name: "testing-is-for-tests",
      severity: "error",
      from: { path: "^(app|components|lib|sandbox)/", pathNot: "\\.test\\.tsx?$|/testing/" },
      to: { path: "/testing/" },
    },
    onlyFrom("icu-oracle-in-tests", "intl-messageformat", []),
    onlyFrom("prisma-in-the-store", "(@prisma|pglite-prisma-adapter)", ["^lib/store/"]),
    onlyFrom("kubernetes-client-in-its-adapter", "@kubernetes/client-node", [
      "^lib/kubernetes/",
      "^sandbox/",
    ]),
    onlyFrom("google-in-its-adapter", "(@google-cloud|google-auth-library)", ["^lib/dns/"]),
    onlyFrom("aws-in-its-adapter", "@aws-sdk", ["^lib/dns/", "^lib/kubernetes/sealing/key-wrappers\\.ts$"]),
    onlyFrom("acme-in-its-adapter", "acme-client", [
      "^lib/acme/(account|orders/orders|transport)\\.ts$",
      "^sandbox/acme/testing/",
    ]),
    onlyFrom("better-auth-in-access", "(better-auth|@better-auth)", ["^lib/server/access/better-auth\\.ts$"]),
    onlyFrom("oidc-in-access", "openid-client", ["^lib/server/access/oidc/"]),
    onlyFrom("pg-boss-in-the-runner", "pg-boss", ["^lib/runner/"]),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "lib/store/generated" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default"],
    },
  },
};
