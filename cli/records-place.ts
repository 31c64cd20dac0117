import type { Command } from "commander";
import { declared, loadConfigs, type Environment } from "../configs";
import { recordsPlaceUnclear } from "../errors";
import { FolderRecordStore, type RecordStore } from "../evidence/records";
import { recordsOf } from "./export-recording";

/** Options that say where records are. */
export interface PlaceOptions {
  readonly environment?: string;
  readonly dir?: string;
  readonly configs: string;
  readonly json: boolean;
}

/** A command with those options. */
export function placed(command: Command): Command {
  return command
    .option("--environment <id>", "environment whose vault holds the records")
    .option("--dir <dir>", "folder that holds records/, for example a bundle")
    .option("--configs <dir>", "folder that holds systems/ and environments/", "configs")
    .option("--json", "print the result as JSON on stdout", false);
}

/** The store that the options name. Throws UserError where they name none, or two. */
export function openStore(options: PlaceOptions): RecordStore {
  const { environment: id, dir } = options;
  if ((id === undefined) === (dir === undefined)) throw recordsPlaceUnclear();
  if (dir !== undefined) return new FolderRecordStore(dir);
  return recordsOf(environmentOf(options, id ?? ""));
}

/** Region of the environment's keys; of a folder, the one AWS tools are set to. */
export function regionOf(options: PlaceOptions): string {
  const { environment: id } = options;
  return id === undefined
    ? (process.env["AWS_REGION"] ?? "eu-central-1")
    : environmentOf(options, id).aws.region;
}

function environmentOf({ configs }: PlaceOptions, id: string): Environment {
  return declared("--environment", loadConfigs(configs).environments, id);
}
