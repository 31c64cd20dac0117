/**
 * How the product reads its archive: the table, the view over it and the questions asked of that. Rules import no other
 * room: a test holds these against the room each comes from.
 */

/** The table over the archive, and the view by which it is read. */
export const ARCHIVE_TABLE = "art12_archive";
export const EVENTS_VIEW = "art12_events";

/** How the table finds a day and an hour of the archive, and reads a line of it. */
export const ARCHIVE_TABLE_PARAMETERS: Readonly<Record<string, string>> = {
  "projection.enabled": "true",
  "projection.dt.type": "date",
  "projection.dt.format": "yyyyMMdd",
  "projection.dt.interval": "1",
  "projection.dt.interval.unit": "DAYS",
  "projection.hour.type": "integer",
  "projection.hour.range": "0,23",
  "projection.hour.digits": "2",
  read_restored_glacier_objects: "true",
};

/** Columns of an archived line, with their types. */
export const ARCHIVE_COLUMNS: readonly string[] = [
  ...["_id", "date", "host", "service", "source", "status", "message"].map((name) => `${name} string`),
  "tags array<string>",
  "attributes string",
];

/** SHA-256 of the view's text. */
export const EVENTS_VIEW_SHA256 = "f152bdfc5616f8053d644c77194238f3b2ec242ff8dffeb9936226d1d82611b6";

/** SHA-256 of each question's text. */
export const QUESTIONS: Readonly<Record<string, string>> = {
  "system-events": "6ca0e51bc9ca47a517e0afd759fd0fac7dc7b83df5621c825d72cd3d1ccb6837",
  "event-chain": "e8e14b8056a97c7737f3f1b4e37c198f071232afbf2939f28c3828f334a62c7a",
  overrides: "13fec86ca01dcaddb9f0dddffa0d38be55d4bb929e4cc31c2847928d0271f6d2",
  "model-versions": "d09bf1cbed00263473cd9c4aff0105a0b9c5149b8e40bcb2197ede2decf550e2",
  "model-version-events": "92fed89b4c71ac11cfbdf86fbb8d252710a1343b198e5124b8401e7815c93cfc",
  "volume-and-gaps": "fb388ad2873741c392078306a7cdb7cf7562dac8c24ba217b485c9c0ba4bfeda",
  "unregistered-versions": "5b0d3017d99689626ce1ab050b2a4589522af3a7a70d1f04571042f582563fb7",
  "input-events": "5942025c6ea45d86bfe2b180c86c7e6faad6dc1850e5c2b4819c64b0eaef3df4",
  "case-events": "49bd3cd4ec512bec69e64a3d9983c88a6505113d662eabc76a50c0a011a1c479",
  "incident-window": "45c064de00206ed5f5501a6ec653322ccb11618ca016192673c245a6d29091dc",
  "damaged-lines": "86284e0cc356ebf943dde1612f4e0e44c8b4c38b36a3f9491613661b7f7094f5",
};
