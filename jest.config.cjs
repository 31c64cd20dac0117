/**
 * `unit` needs nothing but Node; `integration` starts real servers (moto, MLflow) and Terraform; `datadog-provider` needs
 * the real Datadog provider, which `npm run test:datadog` looks for.
 * @type {import('jest').Config}
 */
const common = {
  testEnvironment: "node",
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/.sandbox"],
  setupFilesAfterEnv: ["<rootDir>/__tests__/setup.ts"],
};
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
