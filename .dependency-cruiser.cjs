/**
 * Who may import whom: `core ← platform ← audit ← domain ← web ← entry ← runtime ← demo ← app` as errors. tests/boundaries.test.ts
 * feeds each rule a violation. The domain's lines are those of the design; modules of one line don't know each other.
 */
const layers = [
  ["core"],
  ["platform"],
  ["audit"],
  ["catalog", "accounts"],
  ["billing", "identity"],
  ["entitlements"],
  ["flags"],
  ["telemetry", "support", "feedback", "onboarding"],
  ["analytics", "health"],
  ["roadmap", "success", "growth"],
  ["finance"],
  ["operations"],
  ["launch"],
  ["privacy"],
  ["web"],
  ["entry"],
  ["runtime"],
  ["demo"],
];
const modules = layers.flat();
const product = "^(app|components|lib|i18n)/|^(server|worker|proxy|instrumentation)[^/]*\\.tsx?$";
const test = "\\.test\\.tsx?$";
/** A folder inside a module is private to it. platform/http is the one that others import, being a part of platform's surface. */
const room = "^lib/(?!platform/http/)[^/]+/[^/]+/";

/** Each module imports itself and the layers before its own; the modules of one layer don't know each other. */
const layerRules = layers.flatMap((siblings, index) =>
  siblings.map((name) => ({
    name: `lib-${name}-imports-only-layers-below`,
    comment:
      "Imports run downhill: core ← platform ← audit ← domain ← web ← entry ← runtime ← demo. Move the code, or pass the value in.",
    severity: "error",
    from: { path: `^lib/${name}/` },
    to: { path: "^lib/", pathNot: `^lib/(${[...layers.slice(0, index).flat(), name].join("|")})/` },
  })),
);

const rules = [
  ...layerRules,
  {
    name: "lib-has-only-known-modules",
    comment: "A folder of lib that has no layer could import anything. Add it to its layer in .dependency-cruiser.cjs.",
    severity: "error",
    from: { path: "^lib/", pathNot: `^lib/(${modules.join("|")})/` },
    to: {},
  },
  {
    name: "lib-never-imports-uphill",
    comment: "lib is the product without its pages: it does not know who shows it.",
    severity: "error",
    from: { path: "^lib/" },
    to: { path: "^(app|components)/" },
  },
  {
    name: "core-does-no-io",
    comment: "core is pure: what it decides depends on its arguments alone.",
    severity: "error",
    from: { path: "^lib/core/", pathNot: test },
    to: {
      dependencyTypes: ["core"],
      path: "^(node:)?(fs|net|tls|dns|http|https|http2|dgram|child_process|worker_threads|cluster)(/|$)",
    },
  },
  {
    name: "rooms-belong-to-their-module",
    comment: "A module's surface is its root files. What others need moves out of its rooms.",
    severity: "error",
    from: { path: "^lib/([^/]+)/" },
    to: { path: room, pathNot: "^lib/$1/" },
  },
  {
    name: "rooms-are-closed-to-everyone-else",
    comment: "A module's surface is its root files. What others need moves out of its rooms.",
    severity: "error",
    from: { pathNot: "^lib/" },
    to: { path: room },
  },
  {
    name: "contracts-are-listed-in-one-place",
    comment:
      "Only lib/runtime/modules.ts imports the contracts; lower layers get what they need as an argument or at boot.",
    severity: "error",
    from: { pathNot: `^lib/runtime/modules\\.ts$|${test}` },
    to: { path: "^lib/([^/]+/module|platform/contract)\\.ts$", pathNot: "^lib/platform/module\\.ts$" },
  },
  {
    name: "modules-are-read-by-runtime-and-pages",
    comment: "Lower layers get what they need of the modules as an argument or at boot.",
    severity: "error",
    from: { path: "^lib/", pathNot: `^lib/(runtime|demo)/|${test}` },
    to: { path: "^lib/runtime/" },
  },
  {
    name: "pages-never-reach-the-database-or-stripe",
    comment: "A page or a route declares; the use-case it runs lives in lib.",
    severity: "error",
    from: { path: "^(app|components)/", pathNot: test },
    to: {
      path: "^generated/prisma|^lib/platform/(db|stripe)\\.ts$|(^|/)node_modules/(@prisma/client|\\.prisma|pg|stripe)/",
    },
  },
  {
    name: "components-know-only-core-and-catalog",
    comment: "Props in, markup out. Other types may come in with `import type`.",
    severity: "error",
    from: { path: "^components/", pathNot: test },
    to: {
      path: "^(app|lib|prisma|scripts|sandbox|server\\.ts|worker\\.ts)",
      pathNot: "^lib/(core|catalog)/",
      dependencyTypesNot: ["type-only"],
    },
  },
  {
    name: "sandbox-stands-alone",
    comment: "The sandbox is the other side of the wire. What it shared with the product it could not test.",
    severity: "error",
    from: { path: "^sandbox/" },
    to: { path: `${product}|^generated/|^prisma/` },
  },
  {
    name: "product-never-imports-the-sandbox",
    comment: "The product reaches the sandbox over HTTP as it reaches Stripe.",
    severity: "error",
    from: { path: product, pathNot: test },
    to: { path: "^sandbox/" },
  },
  {
    name: "tests-use-only-sandbox-testing",
    comment: "A test starts the sandbox through sandbox/testing and then speaks HTTP to it.",
    severity: "error",
    from: { path: product },
    to: { path: "^sandbox/", pathNot: "^sandbox/testing/" },
  },
  {
    name: "product-never-imports-its-tooling",
    comment: "Scripts and test helpers are not part of what is deployed.",
    severity: "error",
    from: { path: product, pathNot: test },
    to: { path: "^(scripts|tests|e2e)/" },
  },
  {
    name: "lib-never-imports-server-only",
    comment: "server-only throws outside Next's bundle, where the fast lane, the worker and the scripts run.",
    severity: "error",
    from: { path: "^lib/" },
    to: { path: "(^|/)node_modules/(server-only|client-only)/|^(server-only|client-only)$" },
  },
  {
    name: "next-only-where-pages-are-made",
    comment:
      "The fast lane and the worker run lib without Next. Only lib/entry/page* and action* turn its requests into actors.",
    severity: "error",
    from: { path: "^lib/", pathNot: "^lib/entry/(page|action)[^/]*\\.tsx?$" },
    to: { path: "(^|/)node_modules/next/" },
  },
  {
    name: "machine-routes-are-web-standard",
    comment: "/api/v1, webhooks, OAuth and .well-known are mounted on node:http as well, so they know no Next.",
    severity: "error",
    from: { path: "^app/(api/(v1|webhooks)|oauth|\\.well-known)/.*route\\.ts$" },
    to: { path: "(^|/)node_modules/next/" },
  },
  {
    name: "extension-without-posthog",
    comment: "The Chrome Web Store rejects posthog-js in an extension as remote code.",
    severity: "error",
    from: { path: "^extension/" },
    to: { path: "(^|/)node_modules/posthog-js/" },
  },
  {
    name: "extension-stands-alone",
    comment: "What an extension bundles is reviewed by a store: nothing of the product or of node_modules runs in it.",
    severity: "error",
    from: { path: "^extension/", pathNot: `${test}|^extension/client/testing/` },
    to: {
      path: `${product}|^(generated|prisma|sandbox|scripts|tests|e2e)/|(^|/)node_modules/`,
      dependencyTypesNot: ["type-only", "triple-slash-type-reference"],
    },
  },
  {
    name: "extension-runs-in-a-browser",
    comment: "There is no Node in an extension.",
    severity: "error",
    from: { path: "^extension/", pathNot: `${test}|^extension/client/testing/` },
    to: { dependencyTypes: ["core"] },
  },
  {
    name: "extension-client-knows-no-sample",
    comment: "The client is a package of its own; the sample uses it as anybody's extension would.",
    severity: "error",
    from: { path: "^extension/client/" },
    to: { path: "^extension/", pathNot: "^extension/client/" },
  },
  {
    name: "product-never-imports-the-extension",
    comment: "The extension is on the other side of the wire; what both need is in the lease.",
    severity: "error",
    from: { path: product, pathNot: test },
    to: { path: "^extension/" },
  },
  {
    name: "no-circular",
    comment: "Two files that need each other are one file, or three.",
    severity: "error",
    from: {},
    to: { circular: true },
  },
  {
    name: "no-unresolvable",
    comment: "An import that leads nowhere.",
    severity: "error",
    from: {},
    to: { couldNotResolve: true },
  },
];

module.exports = {
  forbidden: rules,
  options: {
    doNotFollow: { path: ["(^|/)node_modules/", "^generated/"] },
    exclude: { path: ["^\\.next/", "^dist/", "^extension/[^/]+/dist/", "^\\.gatehouse/", "^next-env\\.d\\.ts$"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
