/** What a world keeps, and where: all in its own folder. */
import { join } from "node:path";
import { applicationDir } from "../credit/application-dir";
import { postgresDir } from "../postgres/cluster";
import { terraformCliConfigFile, timestampAuthorityDir } from "./environment";
import { gateDir, issuerDir, mlflowDir, stateDir } from "./mlflow-services";
import { registryFile } from "./registry";
import { repositoryDir } from "./repository";

export const environmentFileOf = (dir: string): string => join(dir, "env.sh");

/** What is about the embedded AWS, or has its records there. It goes with it. */
export const asOldAsAws = (dir: string): readonly string[] => [
  stateDir(dir),
  mlflowDir(dir),
  postgresDir(dir),
  gateDir(dir),
];

/** Everything but logs and the Python environment. */
export const allOf = (dir: string): readonly string[] => [
  registryFile(dir),
  terraformCliConfigFile(dir),
  environmentFileOf(dir),
  ...asOldAsAws(dir),
  issuerDir(dir),
  repositoryDir(dir),
  applicationDir(dir),
  timestampAuthorityDir(dir),
];
