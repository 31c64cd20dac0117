/**
 * Two projects: `unit` needs nothing but Node; `integration` starts real servers (moto, MLflow) and Terraform.
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
      testPathIgnorePatterns: ["\\.integration\\.test\\.ts$"],
    },
    { ...common, displayName: "integration", testMatch: ["<rootDir>/__tests__/**/*.integration.test.ts"] },
  ],
};
