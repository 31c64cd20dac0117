/** How the world's programs are started. */
import { pathToFileURL } from "node:url";
import { loopbackWithoutProxy } from "./environment";

/** Starts Node on a TypeScript program. */
export const TYPESCRIPT: readonly string[] = ["--import", pathToFileURL(require.resolve("tsx")).href];

/** Byte code is not compiled by the install but on first use, even where the user's environment turns that off. */
export const pythonEnvironment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  ...loopbackWithoutProxy(),
  PYTHONDONTWRITEBYTECODE: "",
  PYTHONUNBUFFERED: "1",
});
