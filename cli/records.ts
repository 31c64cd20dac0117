import { Command } from "commander";
import { EXIT, recordNotFound, recordOptionInvalid, streamNotFound } from "../errors";
import {
  readKeyRing,
  readRecord,
  recordKey,
  verifyRecords,
  type Head,
  type RecordStore,
} from "../evidence/records";
import { addCommand } from "./records-add";
import { openStore, placed, type PlaceOptions } from "./records-place";
import { printRecords, printStreams, printVerification, shownRecord } from "./records-output";

/** `evidence records`: the signed, chained records of what was decided and done. */
export function recordsCommand(): Command {
  const subcommands = [listCommand(), showCommand(), verifyCommand(), addCommand()];
  const records = new Command("records").description(
    "Read, check and add records: signed, chained statements in the vault.",
  );
  for (const subcommand of subcommands)
    records.addCommand(subcommand.exitOverride().showHelpAfterError("(run with --help for usage)"));
  return records;
}

function listCommand(): Command {
  return placed(new Command("list"))
    .description(
      "List the streams of records with their heads, or with --stream the records of one. Verifies nothing.",
    )
    .option("--stream <name>", "stream whose records to list")
    .addHelpText("after", examples("list --environment production", "list --dir bundle --stream gate"))
    .action(async (options: PlaceOptions & { stream?: string }) => {
      const store = openStore(options);
      if (options.stream === undefined) return printStreams(store, options.json);
      await mustExist(store, options.stream);
      await printRecords(store, options.stream, options.json);
    });
}

function showCommand(): Command {
  return placed(new Command("show"))
    .description(
      "Show what one record says, as JSON. With --keys its signature, entitlement and place are checked, not its chain.",
    )
    .argument("<number>", "the record's number in its stream")
    .requiredOption("--stream <name>", "stream the record is in")
    .option("--keys <file>", "key ring (keys.json) to check the record with")
    .addHelpText("after", examples("show 12 --environment production --stream gate --keys keys.json"))
    .action(async (number: string, options: PlaceOptions & { stream: string; keys?: string }) => {
      const store = openStore(options);
      const sequence = sequenceOf("<number>", number);
      const ring = options.keys === undefined ? undefined : await readKeyRing(options.keys);
      await mustExist(store, options.stream);
      const key = recordKey(options.stream, sequence);
      const record = await readRecord(store, key);
      if (record === undefined) throw recordNotFound(store.name, key);
      const shown = shownRecord(record, { stream: options.stream, sequence }, ring);
      console.log(JSON.stringify(shown, undefined, 2));
      const { unreadable, faults = [], laterVersions, deleteMarkers } = shown;
      const sound = unreadable === undefined && faults.length + laterVersions + deleteMarkers === 0;
      if (!sound) process.exitCode = EXIT.finding;
      if (ring === undefined) console.error("not checked: its signature, for want of --keys");
    });
}

function verifyCommand(): Command {
  return placed(new Command("verify"))
    .description(
      "Check streams of records, all by default: signatures, entitlement, chain, versions laid over them.",
    )
    .requiredOption("--keys <file>", "key ring (keys.json); get it by another way than the records")
    .option("--stream <name>", "the one stream to check")
    .option(
      "--head <number:sha256>",
      "with --stream: a head remembered outside the vault, to notice a cut-off end",
    )
    .addHelpText(
      "after",
      examples(
        "verify --environment production --keys keys.json",
        "verify --dir bundle --keys keys.json --stream gate --head 12:5f0c…",
      ),
    )
    .action(async (options: PlaceOptions & { keys: string; stream?: string; head?: string }) => {
      const store = openStore(options);
      const ring = await readKeyRing(options.keys);
      const expectedHead = options.head === undefined ? undefined : headOf(options.head, options.stream);
      // A stream that is known to have been there and is gone is a finding, not a slip of the pen.
      if (expectedHead === undefined) await mustExist(store, options.stream);
      const result = await verifyRecords(store, ring, options.stream, {
        ...(expectedHead && { expectedHead }),
      });
      if (options.json) console.log(JSON.stringify(result, undefined, 2));
      else printVerification(result);
      if (result.findings.length > 0) process.exitCode = EXIT.finding;
    });
}

function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ evidence records ${line}`).join("\n")}`;
}

/** No records, or none of this name: never to be taken for "nothing wrong". */
async function mustExist(store: RecordStore, stream?: string): Promise<void> {
  const existing = await store.streams();
  const there = stream === undefined ? existing.length > 0 : existing.includes(stream);
  if (!there) throw streamNotFound(store.name, stream ?? "(all)", existing);
}

function sequenceOf(option: string, given: string): number {
  if (!/^[1-9][0-9]{0,11}$/.test(given)) throw recordOptionInvalid(option, given, "a number from 1");
  return Number(given);
}

function headOf(given: string, stream: string | undefined): Head {
  const [, sequence, sha256] = /^([1-9][0-9]{0,11}):([0-9a-f]{64})$/.exec(given) ?? [];
  if (sequence === undefined || sha256 === undefined) {
    throw recordOptionInvalid("--head", given, "a number, a colon and 64 lower-case hex digits");
  }
  if (stream === undefined)
    throw recordOptionInvalid("--head", given, "--stream with it: a head is one stream's");
  return { sequence: Number(sequence), sha256 };
}
