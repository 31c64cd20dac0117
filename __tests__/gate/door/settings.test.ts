import { gateSettings, VARIABLES } from "../../../gate/settings";
import { UserError } from "../../../errors";

const OPTIONS = {
  environment: "sandbox",
  configs: "configs",
  mlflow: "http://127.0.0.1:5000",
  keys: "keys.json",
  host: "127.0.0.1",
  port: "8080",
};
const SECRETS = { [VARIABLES.state]: "postgres://gate:secret@db/mlflow", [VARIABLES.sessionKeys]: "secret" };

const problems = (options: object, variables: Record<string, string> = SECRETS) => {
  try {
    gateSettings({ ...OPTIONS, ...options }, variables);
    return [];
  } catch (error) {
    if (error instanceof UserError)
      return error.problems.map(({ where, given, needed }) => [where, given, needed]);
    throw error;
  }
};

test("Secrets come from the environment, where not every process of the machine reads them", () => {
  expect(gateSettings(OPTIONS, SECRETS)).toMatchObject({
    port: 8080,
    state: SECRETS[VARIABLES.state],
    sessionKeys: "secret",
  });
  expect(gateSettings({ ...OPTIONS, state: "folder" }, SECRETS)).toMatchObject({ state: "folder" });
});

test("All that is missing is named at once, with the way to give it", () => {
  expect(problems({ mlflow: undefined }, {})).toEqual([
    ["--mlflow", undefined, "a value"],
    ["--state or EVIDENCE_GATE_STATE", undefined, "a value"],
    ["EVIDENCE_GATE_SESSION_KEYS", undefined, "a value"],
  ]);
});

test.each([
  [{ port: "http" }, ["--port", "http", "a port"]],
  [
    { mlflow: "127.0.0.1:5000" },
    ["--mlflow", "127.0.0.1:5000", expect.stringMatching(/^an address such as/)],
  ],
  [
    { mlflow: "http://127.0.0.1:5000/mlflow" },
    ["--mlflow", "http://127.0.0.1:5000/mlflow", expect.stringMatching(/without --static-prefix/)],
  ],
  [{ mlflow: "file:///etc" }, ["--mlflow", "file:///etc", expect.stringMatching(/^an address such as/)]],
])("Setting %j is refused with what it takes", (options, problem) => {
  expect(problems(options)).toEqual([problem]);
});

test("What is wrong with a secret is said without the secret", () => {
  expect(JSON.stringify(problems({}, { ...SECRETS, [VARIABLES.state]: "" }))).not.toContain("secret");
});
