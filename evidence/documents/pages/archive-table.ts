import { code, sentence, table } from "../../markdown";
import type { DeployedBucket } from "../facts/vault";
import type { Facts } from "../facts";
import { yesNo } from "../words";

/** How the log is archived and locked, as it is deployed (Annex IV(9)); nothing where no archive is. */
export function archiveTable({ archive, vault, replica, input }: Facts): string {
  if (!archive) return "";
  const { basis, days } = input.environment.retention.log;
  const below = `${archive.path.replace(/\/$/, "")}/`;
  return table(
    ["Archive", "How it is set", "Where it is declared"],
    [
      ["Entries that are archived", code(archive.query), code(archive.address)],
      ["Written to", code(`s3://${archive.bucket}/${archive.path}`), code(archive.address)],
      ["Tags kept with each entry", yesNo(archive.includesTags), code(archive.address)],
      ["Storage class when written", code(archive.storageClass), code(archive.address)],
      ...(vault
        ? bucketRows("Vault", vault, below)
        : [["Vault", "**not among the synthesized stacks**", ""]]),
      ...(replica ? bucketRows("Second copy", replica, below) : []),
      [
        "Retention, as declared",
        `${days} days (${sentence(basis.kind.replaceAll("-", " "))})`,
        "`retention.log`",
      ],
      ["Why this period", sentence(basis.purpose), "`retention.log.basis`"],
      ["Provision relied on", sentence(basis.law), "`retention.log.basis`"],
      ["Data protection impact assessment", sentence(basis.dpia), "`retention.log.basis`"],
    ],
  );
}

function bucketRows(
  what: string,
  { address, bucket, lock, moves, ends, encrypted }: DeployedBucket,
  path: string,
): string[][] {
  const end = ends.find(({ prefix }) => prefix === path || prefix === "");
  return [
    [what, code(bucket), code(address)],
    [`${what}: Object Lock`, lock ? `${code(lock.mode)}, ${lock.days} days` : "**none**", code(address)],
    ...moves.map(({ to, afterDays, fromBytes }) => [
      `${what}: colder storage`,
      `${code(to)} after ${afterDays} days${fromBytes === undefined ? "" : `, objects of ${fromBytes} bytes or more`}`,
      code(address),
    ]),
    [`${what}: end of entries`, end ? `after ${end.afterDays} days` : "none is set", code(address)],
    [`${what}: encrypted`, yesNo(encrypted), code(address)],
  ];
}
