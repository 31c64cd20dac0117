const swc = ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }];
/** Packages that are ES modules, or import one while they run: jest loads CommonJS. */
const ES_MODULES = ["jose", "openid-client", "oauth4webapi", "@electric-sql/pglite"];
const common = {
  testEnvironment: "node",
  transform: { "^.+\\.ts$": swc, [`/node_modules/(${ES_MODULES.join("|")})/.+\\.c?js$`]: swc },
  transformIgnorePatterns: [`/node_modules/(?!(${ES_MODULES.join("|")})/)`],
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/.sandbox"],
  setupFilesAfterEnv: ["<rootDir>/__tests__/setup.ts"],
};
/**
 * `unit` needs nothing but Node; `integration` starts real servers (moto, MLflow) and Terraform; `datadog-provider` needs
 * the real Datadog provider, which `npm run test:datadog` looks for.
 * @type {import('jest').Config}
 */
module.exports = {
  projects: [
    {
      ...common,
      displayName: "unit",
      testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
      testPathIgnorePatterns: ["\\.integration\\.test\\.ts$", "\\.provider\\.test\\.ts$"],
    },
    { ...common, displayName: "integration", testMatch: ["<rootDir>/__tests__/**/*.integration.test.ts"] },
    { ...common, displayName: "datadog-provider", testMatch: ["<rootDir>/__tests__/**/*.provider.test.ts"] },
  ],
};
