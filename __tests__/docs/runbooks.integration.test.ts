import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { commitmentDigest } from "../../clients/node/references";
import { names, stackName } from "../../configs";
import { DEFAULT_DIR } from "../../sandbox/world";
import { loopbackWithoutProxy } from "../../sandbox/world/environment";
import { findProviders, terraformCliConfig } from "../../sandbox/world/providers";
import { ensurePython } from "../../sandbox/world/python";
import { Terraform } from "../../sandbox/terraform/terraform";
import { startAws, type EmbeddedAws } from "../embedded-aws";
import { archivedLine, objectKey, packed, TestEmitter } from "../evidence/archive/corpus";
import { dayOf, recentHours } from "../recent";
import { repositoryConfigs, synthesize } from "../stacks/synthesized";
import { temporaryFolder } from "../temporary";
import { asOneShell, objectionTo } from "./reader";
import { blocksOf } from "./runbook-blocks";

const ROOT = join(__dirname, "../..");
const RUNBOOKS = join(ROOT, "docs/runbooks");
const MINUTES = 60_000;
/** What the runbook on erasure tries in vain, once its opening is erased. */
const INPUT = '{"age":41,"income":2800}';

/** When the log of the pages was written: they tell of one day, and of its hour 12 as the last. */
const HOURS = recentHours(3);
const TOLD_DAY = "2026-11-24";
const TOLD_LAST_HOUR = "hour=12";

/** In this order: each leaves behind what the next one finds. */
const PAGES: readonly string[] = [
  "README",
  "key-ceremony",
  "evidence-hold",
  "key-rotation",
  "restore-from-replica",
  "erasure-with-commitments",
  "end-of-retention",
  "account-compromise",
  "lock-mode-change",
];
/** Run by `npm start`, by the test of restoring, and before a real MLflow by that of the gate. */
const RUN_ELSEWHERE: readonly string[] = ["authority-request", "restore-from-cold-storage", "gate"];

/** The embedded AWS restores no database; what its page says of MLflow and the migration is run by __tests__/images. */
const NOT_RUN: readonly string[] = ["restore-mlflow"];

/** Runs the commands of the runbooks as they stand there, on the whole vault of the sandbox. */
describe("The runbooks", () => {
  const work = temporaryFolder();
  const environment = repositoryConfigs().environments.find(({ id }) => id === "sandbox");
  if (!environment) throw new Error("configs/ declare no sandbox");
  const { vaultBucket, replicaBucket } = names(environment);
  let aws: EmbeddedAws;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    aws = await startAws();
    const terraformrc = join(work, "terraformrc");
    writeFileSync(terraformrc, terraformCliConfig(await findProviders()));
    env = {
      ...process.env,
      ...aws.env,
      ...loopbackWithoutProxy(),
      PATH: [await programs(work), process.env["PATH"]].join(delimiter),
      TF_CLI_CONFIG_FILE: terraformrc,
      CHECKPOINT_DISABLE: "1",
      AWS_PAGER: "",
      ENVIRONMENT: environment.id,
      SUSPECT: "somebody",
      AS_OF: "2040-01-01T00:00:00Z",
    };
    cpSync(join(ROOT, "configs"), join(work, "configs"), { recursive: true });
    cpSync(synthesize().dir, join(work, "cdktf.out"), { recursive: true });
    const stackDir = join(work, "cdktf.out/stacks", stackName.evidenceVault(environment.id));
    await (await Terraform.on({ stackDir, env, logFile: join(work, "terraform.log") })).apply();
    await log();
    // What the account has before the vault comes: the roles its file names, and somebody.
    for (const role of ["evidence-deploy", "evidence-break-glass"])
      shell(`aws iam create-role --role-name ${role} --assume-role-policy-document '{}'`);
    shell("aws iam create-user --user-name $SUSPECT && aws iam create-access-key --user-name $SUSPECT");
  }, 15 * MINUTES);

  afterAll(() => aws?.stop());

  const shell = (commands: string) =>
    spawnSync("bash", ["-c", commands], { cwd: work, env, encoding: "utf8" });

  /** Two hours of log in both buckets and one that only the replica has; the first entry is a commitment, opened by a file. */
  async function log(): Promise<void> {
    const opening = { nonce: "07".repeat(32), scope: "application-features-v2", input: INPUT };
    const digest = commitmentDigest(opening.scope, Buffer.from(opening.nonce, "hex"), opening.input);
    const { scope } = opening;
    const input = { algorithm: "sha256-nonce", canonicalization: "rfc8785", scope, digest };
    const emitter = new TestEmitter();
    const events = [
      emitter.emit(HOURS[0]!, "inference", { input }),
      emitter.emit(HOURS[1]!),
      emitter.emit(HOURS[2]!, "emitter_stop"),
    ];
    for (const [n, event] of events.entries()) {
      const object = { Key: objectKey(event.time), Body: packed(archivedLine(event)) };
      await aws.s3.send(new PutObjectCommand({ Bucket: replicaBucket, ...object }));
      if (n < 2) await aws.s3.send(new PutObjectCommand({ Bucket: vaultBucket, ...object }));
    }
    mkdirSync(join(work, "openings/p-4711"), { recursive: true });
    writeFileSync(join(work, "openings/p-4711", `${events[0]?.event_id}.json`), JSON.stringify(opening));
  }

  it("are all listed, and run but for those that are named", () => {
    const pages = readdirSync(RUNBOOKS).map((name) => name.replace(/\.md$/, ""));
    expect([...PAGES, ...RUN_ELSEWHERE, ...NOT_RUN].sort()).toEqual(pages.sort());
    const list = readFileSync(join(RUNBOOKS, "README.md"), "utf8");
    for (const page of pages) if (page !== "README") expect(list).toContain(`(${page}.md)`);
  });

  for (const page of PAGES) {
    describe(page, () => {
      const text = readFileSync(join(RUNBOOKS, `${page}.md`), "utf8");
      for (const block of blocksOf(ofToday(text))) {
        it(
          `${block.title} (exit ${block.exitCode})`,
          () => {
            const { status, stdout, stderr } = shell(asOneShell(block.commands, join(work, ".shell")));
            const objection = objectionTo(block, { status, output: stdout + stderr });
            if (objection) throw objection;
          },
          3 * MINUTES,
        );
      }
    });
  }
});

/** A page with its day, the days around it and the last hour of its log as they are for this run. */
function ofToday(page: string): string {
  const shift = Date.parse(dayOf(HOURS[0]!)) - Date.parse(TOLD_DAY);
  const moved = page.replaceAll(/2026(-?)11(-?)2[345]/g, (told, separator: string) => {
    const [year, day] = [told.slice(0, 4), told.slice(-2)];
    const to = dayOf(new Date(Date.parse(`${year}-11-${day}`) + shift).toISOString());
    return to.replaceAll("-", separator);
  });
  return moved.replaceAll(
    TOLD_LAST_HOUR,
    `hour=${HOURS[2]!.slice("YYYY-MM-DDT".length, "YYYY-MM-DDTHH".length)}`,
  );
}

/** A folder with the programs of a reader's shell: this checkout's `npx`, and the AWS command line of the sandbox's Python. */
async function programs(work: string): Promise<string> {
  const bin = join(work, "bin");
  mkdirSync(bin);
  const npx = join(bin, "npx");
  writeFileSync(
    npx,
    `#!/bin/sh
here=$PWD; program=$1; shift
case $program in
evidence) exec "${process.execPath}" "${ROOT}/cli/bin.mjs" "$@" ;;
cdktf) cd "${ROOT}" && EVIDENCE_CONFIGS="$here/configs" exec node_modules/.bin/cdktf "$@" --output "$here/cdktf.out" ;;
*) echo "npx $program is not in this repository" >&2; exit 127 ;;
esac
`,
  );
  chmodSync(npx, 0o755);
  const { python } = await ensurePython(DEFAULT_DIR);
  return [bin, dirname(python)].join(delimiter);
}
