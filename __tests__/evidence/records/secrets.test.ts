import { findSecret } from "../../../evidence/records/secrets";

describe("A secret in what shall be recorded", () => {
  it.each([
    ["a password by its name", { password: "hunter2" }, "password"],
    ["a key by its camel-case name", { config: { datadogApiKey: "0123" } }, "config.datadogApiKey"],
    ["a token by its kebab-case name", { list: [{ "session-token": "x" }] }, "list.0.session-token"],
    ["a private key", { text: "-----BEGIN EC PRIVATE KEY-----\nMHcC" }, "text"],
    ["an AWS access key id", { text: "used ASIAIOSFODNN7EXAMPLE today" }, "text"],
    ["a JSON Web Token", { text: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4eXoifQ.c2ln" }, "text"],
    ["a code host's token", { text: `ghp_${"a".repeat(36)}` }, "text"],
    ["a URL with a password", { uri: "postgresql://mlflow:hunter2@db:5432/mlflow" }, "uri"],
  ])("is found: %s", (_, value, field) => {
    const found = findSecret(value);
    expect(found?.field).toBe(field);
    expect(found?.what).not.toContain("hunter2");
  });

  it.each([
    ["a key id", { keyId: "a".repeat(64) }],
    ["an MLflow run id", { runId: "b".repeat(32) }],
    ["the number of tokens", { tokens: "12", tokenCount: 12 }],
    ["an empty field", { password: "" }],
    ["a flag", { secret: false }],
    ["a URL with a port", { uri: "https://mlflow.example:5000/#/models" }],
    ["an ARN", { arn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db" }],
    ["nothing at all", { nothing: null }],
  ])("is not taken for one: %s", (_, value) => {
    expect(findSecret(value)).toBeUndefined();
  });
});
