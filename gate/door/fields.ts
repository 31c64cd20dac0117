import type { Json, JsonObject } from "../call";
import { type Field, type Message, MLFLOW } from "../routes/listing";
import { fieldNotTaken, unknownField } from "./refusals";

/** Reads one value. @param where path of the field, for the message */
type Reader = (given: unknown, where: string) => Json;

const SMALLEST_INT32 = -(2 ** 31);
const LARGEST_INT32 = 2 ** 31 - 1;
const CANONICAL_INTEGER = /^(?:0|-?[1-9][0-9]*)$/;
/** Doubles that JSON numbers cannot express, in the spelling of protobuf's JSON mapping, which MLflow's client sends. */
const DOUBLE_WORDS = new Set(["NaN", "Infinity", "-Infinity"]);

const scalar: Readonly<Record<string, Reader>> = {
  string: text,
  bool: (given, where) => {
    if (typeof given !== "boolean") throw fieldNotTaken(where, "true or false");
    return given;
  },
  int32: (given, where) => {
    if (
      typeof given !== "number" ||
      !Number.isInteger(given) ||
      given < SMALLEST_INT32 ||
      given > LARGEST_INT32
    )
      throw fieldNotTaken(where, "an integer of 32 bits, as a JSON number");
    return given + 0;
  },
  int64: (given, where) => {
    const value = typeof given === "string" && CANONICAL_INTEGER.test(given) ? Number(given) : given;
    if (typeof value !== "number" || !Number.isSafeInteger(value))
      throw fieldNotTaken(where, "an integer below 2^53, in its one decimal spelling");
    return value + 0;
  },
  double: (given, where) => {
    if (typeof given === "number" && Number.isFinite(given)) return given;
    if (typeof given === "string" && DOUBLE_WORDS.has(given)) return given;
    throw fieldNotTaken(where, "a finite number, or one of the texts NaN, Infinity, -Infinity");
  },
};

function text(given: unknown, where: string): string {
  if (typeof given !== "string") throw fieldNotTaken(where, "a text");
  if (/[\0\p{Cs}]/u.test(given))
    throw fieldNotTaken(where, "Unicode text without U+0000 and without half a character");
  return given;
}

/**
 * The fields of a message, each of the type that MLflow's descriptors say, under MLflow's own name: what comes out is built here
 * and holds nothing else. A field that is null is not set, as in protobuf's JSON mapping.
 *
 * @throws Refusal INVALID_PARAMETER_VALUE
 */
export function readFields(
  given: Readonly<Record<string, unknown>>,
  message: Message,
  where = "",
): JsonObject {
  const read: Record<string, Json> = {};
  for (const [name, value] of Object.entries(given)) {
    const path = where === "" ? name : `${where}.${name}`;
    const field = Object.hasOwn(message, name) ? message[name] : undefined;
    if (!field) throw unknownField(path, Object.keys(message));
    if (value === null) continue;
    read[name] = field.repeated ? readList(value, field, path) : readOne(value, field, path);
  }
  return Object.hasOwn(message, "run_id") ? oneRunId(read) : read;
}

function readList(given: unknown, field: Field, where: string): readonly Json[] {
  if (!Array.isArray(given)) throw fieldNotTaken(where, "a list");
  return given.map((value, index) => readOne(value, field, `${where}[${index}]`));
}

function readOne(given: unknown, field: Field, where: string): Json {
  if (field.message !== undefined) return readMessage(given, field.message, where);
  if (field.enum !== undefined) return readEnum(given, MLFLOW.enums[field.enum] ?? [], where);
  const read = scalar[field.type];
  if (!read) throw fieldNotTaken(where, "the gate does not know this type of field");
  return read(given, where);
}

function readMessage(given: unknown, name: string, where: string): JsonObject {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw fieldNotTaken(where, "an object");
  return readFields(given as Record<string, unknown>, MLFLOW.messages[name] ?? {}, where);
}

function readEnum(given: unknown, names: readonly string[], where: string): string {
  if (typeof given !== "string" || !names.includes(given))
    throw fieldNotTaken(where, `one of ${names.join(", ")}`);
  return given;
}

/**
 * Old clients call a run `run_uuid`, new ones send both names. MLflow prefers `run_id`; handlers see that one alone.
 */
function oneRunId({ run_uuid: old, ...rest }: Record<string, Json>): JsonObject {
  if (old === undefined) return rest;
  if (rest["run_id"] !== undefined && rest["run_id"] !== old)
    throw fieldNotTaken("run_uuid", "the same run as run_id");
  return { ...rest, run_id: old };
}

/** Fields that came in the query, where everything is text. Repeated only where the field is a list. */
export function readQuery(query: readonly (readonly [string, string])[], message: Message): JsonObject {
  const given: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of query) {
    const field = Object.hasOwn(message, name) ? message[name] : undefined;
    if (!field) throw unknownField(name, Object.keys(message));
    if (field.repeated)
      given[name] = [...((given[name] as unknown[] | undefined) ?? []), typed(value, field)];
    else if (name in given) throw fieldNotTaken(name, "it was sent twice");
    else given[name] = typed(value, field);
  }
  return readFields(given, message);
}

/** A text of the query as the JSON that stands for it. Python's clients write True. */
function typed(value: string, field: Field): unknown {
  if (field.type === "bool") {
    if (/^(?:true|True)$/.test(value)) return true;
    return /^(?:false|False)$/.test(value) ? false : value;
  }
  if (field.type === "int32" && CANONICAL_INTEGER.test(value)) return Number(value);
  return value;
}
