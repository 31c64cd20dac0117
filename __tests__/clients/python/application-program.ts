import path from "node:path";
import { CLIENT, developPython } from "./develop";

/** Command and first arguments of the application in Python; installs what it needs at the first call. */
export async function applicationInPython(): Promise<readonly string[]> {
  const variables = `PYTHONPATH=${path.join(CLIENT, "src")}`;
  return ["env", variables, await developPython(), "-B", path.join(__dirname, "application.py")];
}
