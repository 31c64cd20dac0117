import { z } from "zod";
import { Digest, Identifier, Time } from "../event/values";
import { StreamName } from "./record-key";

/** Object keys and version ids as S3 gives them: 1,024 bytes at most, whatever the characters. */
const Name = z.string().min(1).max(1024);
const Count = z.int().min(0);
const Day = z.iso.date();

/** One version, or one delete marker, of a key of the archive. */
const Version = { key: Name, versionId: Name, writtenAt: Time };

/**
 * What a seal says: what a look at the archive found that no earlier seal lists, and where all streams of records ended
 * at that time. Any list may be empty: that nothing new was there is worth knowing, too.
 */
export const Seal = z.strictObject({
  archive: z.string().min(1).max(1024).describe("Where it was looked: s3://bucket/path."),
  listedAt: Time.describe(
    "When the listing began, by the writer's clock: what was written later is not in it.",
  ),
  window: z
    .strictObject({ from: Day, to: Day })
    .describe("UTC days of the archive that were listed, both included."),
  continues: z
    .boolean()
    .describe("The look found more than fits into this seal: the rest is in the seals that follow."),
  objects: z
    .array(z.strictObject({ ...Version, bytes: Count, sha256: Digest, entries: Count }))
    .describe(
      "Versions not sealed before: SHA-256 of the bytes as stored, and how many log entries they hold.",
    ),
  unreadable: z
    .array(z.strictObject({ ...Version, bytes: Count, reason: z.string().max(300) }))
    .describe("Versions that were seen and could not be read: not sealed, and tried again."),
  laterVersions: z
    .array(z.strictObject(Version))
    .describe("Those among the objects that lie over an older version of their key."),
  deleteMarkers: z.array(z.strictObject(Version)).describe("Delete markers not named by an earlier seal."),
  gone: z
    .array(z.strictObject({ key: Name, versionId: Name, sealedBy: z.int().min(1) }))
    .describe("Versions that an earlier seal lists and that were not there any more."),
  emitters: z
    .array(z.strictObject({ id: Identifier, first: z.int().min(1), last: z.int().min(1), entries: Count }))
    .describe("Lowest and highest sequence number of each emitter in these objects, and how many entries."),
  streams: z
    .array(z.strictObject({ stream: StreamName, sequence: z.int().min(1), sha256: Digest }))
    .describe("Heads of all other streams of records; this stream's own is `previous`."),
});
