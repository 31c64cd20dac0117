/** The Art 12 event: its schema, its canonical form, its chain and the log line that carries it. */
export { canonicalString, sha256Hex } from "./canonical";
export { type EntryFacts } from "./canonical-form";
export { ChainCheck, chainLink, GENESIS, type ChainBreak } from "./chain";
export { emitterReportIn } from "./emitter-report";
export { keyedInputDigest } from "./input-digest";
export { eventJsonSchema } from "./json-schema";
export {
  ART12_TAG,
  checkLogLine,
  logLine,
  readEntry,
  readLogEntry,
  type EntryFault,
  type EntryReading,
  type LineReading,
  type LogLine,
  ReadEntry,
} from "./log-entry";
export { PURPOSES_BY_TYPE, type Art12EventType, type Art12Purpose } from "./purposes";
export { art12EventSchema, type Art12Event } from "./schema";
export { ISO_24970_VOCABULARY, LOGGING_STANDARD } from "./vocabulary";
