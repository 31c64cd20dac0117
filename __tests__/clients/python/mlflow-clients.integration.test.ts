import { readdirSync } from "node:fs";
import path from "node:path";
import { CLIENTS, pythonOf, type Client } from "../../gate/clients/python-clients";
import { CLIENT, runInClient } from "./develop";
import { makeSite, type Site } from "./mlflow-site";

const FOLDER = "tests/with_mlflow";
const FILES = readdirSync(path.join(CLIENT, FOLDER)).filter((name) => name.startsWith("test_"));

let site: Site;
beforeAll(async () => {
  site = await makeSite();
}, 300_000);
afterAll(() => site.remove());

/** One line for each test: MLflow's own warnings are its users' business. */
const pytest = async (client: Client, file: string): Promise<string> =>
  runInClient(
    await pythonOf(client),
    [
      ...["-B", "-m", "pytest", "-v", "--color=no", "--disable-warnings"],
      ...["-o", "filterwarnings=default", `${FOLDER}/${file}`],
    ],
    { PYTHONPATH: site.path },
  );

describe.each(CLIENTS)("the shipped package beside MLflow %s", (client) => {
  it.each(FILES)(
    "%s passes whole",
    async (file) => {
      const said = await pytest(client, file);
      expect(said).toMatch(/= [1-9]\d* passed(?:, \d+ warnings?)? in [\d.]+s[^=]*=+\s*$/);
    },
    300_000,
  );
});
